import {
  BackendDisposedError,
  type BackendMemory,
  BufferForeignError,
  BufferReleasedError,
  byteSize,
  hostArray,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { CpuBuffer } from "./cpu-buffer.ts";
import { Heap, type HeapOptions } from "./heap.ts";
import { Scratch } from "./scratch.ts";

const NAME = "cpu";

/** How much of the heap may be taken by blocks that only the garbage collector may come to free, in bytes. */
const MOST_UNOWNED = 2 ** 28;

/** What is left to do when a buffer was dropped without being released. */
interface Remains {
  readonly bytes: number;
  /** The heap block to free; `null` while the elements are in a host array, which the collector frees. */
  pointer: number | null;
  /** Whether the block counts as one that nobody may ever release: see {@link BufferStore.hasRoomFor}. */
  unowned: boolean;
}

/** The buffers of one backend and the memory they lie in. */
export class BufferStore {
  #memory: { readonly heap: Heap; readonly scratch: Scratch } | null;
  #buffers = 0;
  #bytes = 0;
  #unowned = 0;
  readonly #mostUnowned: number;
  readonly #remains = new WeakMap<CpuBuffer, Remains>();
  readonly #dropped = new FinalizationRegistry<Remains>((remains) => this.#bury(remains));

  constructor(options: HeapOptions) {
    const heap = new Heap(options);
    this.#mostUnowned = Math.min(MOST_UNOWNED, options.limit / 4);
    this.#memory = { heap, scratch: new Scratch(heap) };
  }

  get disposed(): boolean {
    return this.#memory === null;
  }

  heap(operation: string): Heap {
    return this.#alive(operation).heap;
  }

  scratch(operation: string): Scratch {
    return this.#alive(operation).scratch;
  }

  /** A buffer that keeps the host array, which is from now on its own. */
  adoptHost(data: TypedArray, spec: TensorSpec): CpuBuffer {
    return this.#count(new CpuBuffer(this, spec, { on: "host", data }));
  }

  /** A buffer that owns the heap block at the address, one that was made for it or one it has taken over. */
  adoptHeap(pointer: number, spec: TensorSpec, isNew: boolean): CpuBuffer {
    return this.#count(new CpuBuffer(this, spec, { on: "heap", pointer }), isNew);
  }

  /**
   * Whether a value that nobody has donated may have a block of the heap. Dropped blocks are noticed between jobs only: in a
   * loop that never yields they would fill the heap, whereas host arrays are collected at any time.
   */
  hasRoomFor(bytes: number): boolean {
    return this.#unowned + bytes <= this.#mostUnowned;
  }

  /** A copy of the elements. */
  read(buffer: CpuBuffer, operation: string): TypedArray {
    const { residence, spec } = this.check(buffer, operation);
    const copy = hostArray(spec.dtype, sizeOf(spec.shape));
    bytesOf(copy).set(residence.on === "host" ? bytesOf(residence.data) : this.#blockOf(buffer, operation));
    return copy;
  }

  /** Copies the elements to an address of the heap. */
  copyTo(pointer: number, buffer: CpuBuffer, operation: string): void {
    const { residence } = buffer;
    const bytes = residence.on === "host" ? bytesOf(residence.data) : this.#blockOf(buffer, operation);
    this.heap(operation).bytes.set(bytes, pointer);
  }

  release(buffer: CpuBuffer, operation: string): void {
    const { residence } = this.check(buffer, operation);
    this.forget(buffer);
    if (residence.on === "heap") this.heap(operation).free(residence.pointer);
  }

  /** The buffer is gone, its block stays with whoever took it over. */
  forget(buffer: CpuBuffer): void {
    const remains = this.#remains.get(buffer);
    if (remains) this.#own(remains);
    buffer.residence = { on: "nowhere" };
    this.#dropped.unregister(buffer);
    this.#buffers--;
    this.#bytes -= byteSize(buffer.spec);
  }

  /** The elements have been copied to a heap block, which is the buffer's from now on. */
  moveToHeap(buffer: CpuBuffer, pointer: number): void {
    buffer.residence = { on: "heap", pointer };
    const remains = this.#remains.get(buffer);
    if (!remains) return;
    remains.pointer = pointer;
    remains.unowned = true;
    this.#unowned += remains.bytes;
  }

  /** The buffer itself, if it is alive and of this store. */
  check(buffer: CpuBuffer, operation: string): CpuBuffer {
    this.#alive(operation);
    if (buffer.store !== this) throw new BufferForeignError(operation, NAME);
    if (buffer.residence.on === "nowhere") throw new BufferReleasedError(operation, NAME, buffer.spec);
    return buffer;
  }

  memory(): BackendMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  dispose(): void {
    this.#memory = null;
    this.#buffers = 0;
    this.#bytes = 0;
  }

  #alive(operation: string): { readonly heap: Heap; readonly scratch: Scratch } {
    if (this.#memory === null) throw new BackendDisposedError(operation, NAME);
    return this.#memory;
  }

  #blockOf({ residence, spec }: CpuBuffer, operation: string): Uint8Array {
    if (residence.on !== "heap") throw new BufferReleasedError(operation, NAME, spec);
    return this.heap(operation).bytes.subarray(residence.pointer, residence.pointer + byteSize(spec));
  }

  /** Counts a buffer until it is released or dropped. What the registry holds must not hold the elements. */
  #count(buffer: CpuBuffer, unowned = false): CpuBuffer {
    const { residence, spec } = buffer;
    const pointer = residence.on === "heap" ? residence.pointer : null;
    const remains: Remains = { bytes: byteSize(spec), pointer, unowned };
    if (unowned) this.#unowned += remains.bytes;
    this.#remains.set(buffer, remains);
    this.#dropped.register(buffer, remains, buffer);
    this.#buffers++;
    this.#bytes += remains.bytes;
    return buffer;
  }

  #own(remains: Remains): void {
    if (remains.unowned) this.#unowned -= remains.bytes;
    remains.unowned = false;
  }

  #bury(remains: Remains): void {
    if (this.#memory === null) return;
    const { bytes, pointer } = remains;
    this.#own(remains);
    this.#buffers--;
    this.#bytes -= bytes;
    if (pointer !== null) this.#memory.heap.free(pointer);
  }
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
