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
import { Heap } from "./heap.ts";
import { Scratch } from "./scratch.ts";

const NAME = "cpu";

/** What is left to do when a buffer was dropped without being released. */
interface Remains {
  readonly bytes: number;
  /** The heap block to free; `null` while the elements are in a host array, which the collector frees. */
  pointer: number | null;
}

/** The buffers of one backend and the memory they lie in. */
export class BufferStore {
  #memory: { readonly heap: Heap; readonly scratch: Scratch } | null;
  #buffers = 0;
  #bytes = 0;
  readonly #remains = new WeakMap<CpuBuffer, Remains>();
  readonly #dropped = new FinalizationRegistry<Remains>((remains) => this.#bury(remains));

  constructor(heapLimit: number) {
    const heap = new Heap(heapLimit);
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

  /** A buffer that owns the heap block at the address. */
  adoptHeap(pointer: number, spec: TensorSpec): CpuBuffer {
    return this.#count(new CpuBuffer(this, spec, { on: "heap", pointer }));
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
    buffer.residence = { on: "nowhere" };
    this.#dropped.unregister(buffer);
    this.#buffers--;
    this.#bytes -= byteSize(buffer.spec);
  }

  /** The elements have been copied to a heap block, which is the buffer's from now on. */
  moveToHeap(buffer: CpuBuffer, pointer: number): void {
    buffer.residence = { on: "heap", pointer };
    const remains = this.#remains.get(buffer);
    if (remains) remains.pointer = pointer;
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
  #count(buffer: CpuBuffer): CpuBuffer {
    const { residence, spec } = buffer;
    const remains = { bytes: byteSize(spec), pointer: residence.on === "heap" ? residence.pointer : null };
    this.#remains.set(buffer, remains);
    this.#dropped.register(buffer, remains, buffer);
    this.#buffers++;
    this.#bytes += remains.bytes;
    return buffer;
  }

  #bury({ bytes, pointer }: Remains): void {
    if (this.#memory === null) return;
    this.#buffers--;
    this.#bytes -= bytes;
    if (pointer !== null) this.#memory.heap.free(pointer);
  }
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
