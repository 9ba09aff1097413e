import {
  BackendDisposedError,
  type BackendMemory,
  BufferForeignError,
  BufferReleasedError,
  byteSize,
  dtypeInfo,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { type Claim, CpuBuffer, type Remains } from "./cpu-buffer.ts";
import { Heap, type HeapOptions } from "./heap.ts";
import { Scratch } from "./scratch.ts";

const NAME = "cpu";

/** How much of the heap may be taken by blocks that only the garbage collector may come to free, in bytes. */
const MOST_UNOWNED = 2 ** 28;

/** A heap of at least so many bytes is given back when nothing is in it. */
const WORTH_GIVING_BACK = 2 ** 24;

/** To have the collector tell of a claim takes as long as a small program, so as many are kept for the next buffers. */
const MOST_IDLE = 1024;

/** But only when nobody has wanted it for so long, in milliseconds: a loop would want it again at once. */
const REST = 1000;

interface HeapAndScratch {
  readonly heap: Heap;
  readonly scratch: Scratch;
}

/** The buffers of one backend and the memory they lie in. WebAssembly's cannot shrink, so an empty heap is replaced. */
export class BufferStore {
  readonly #options: HeapOptions;
  readonly #onReplaced: () => void;
  #memory: HeapAndScratch | null;
  /** The peak of heaps that there were before. */
  #pastPeak = 0;
  #wanted = false;
  #rest: ReturnType<typeof setTimeout> | null = null;
  #buffers = 0;
  #bytes = 0;
  #unowned = 0;
  readonly #mostUnowned: number;
  readonly #idle: Claim[] = [];
  readonly #dropped = new FinalizationRegistry<Remains>((remains) => this.#bury(remains));

  /** @param onReplaced hears that there is another heap: nothing is to hold the memory of the old one. */
  constructor(options: HeapOptions, onReplaced: () => void) {
    this.#options = options;
    this.#onReplaced = onReplaced;
    this.#mostUnowned = Math.min(MOST_UNOWNED, options.limit / 4);
    this.#memory = emptyMemory(options);
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

  /**
   * A block of the heap, between two runs. What another program had for its temporaries is given back before there is no room.
   *
   * @throws HeapOutOfMemoryError
   */
  allocate(bytes: number, operation: string): number {
    const { heap, scratch } = this.#alive(operation);
    try {
      return heap.allocate(bytes, operation);
    } catch (error) {
      if (scratch.bytes === 0) throw error;
      scratch.release();
      return heap.allocate(bytes, operation);
    }
  }

  /** A buffer that keeps the host array, which is from now on its own. */
  adoptHost(data: TypedArray, spec: TensorSpec): CpuBuffer {
    const claim = this.#claim(spec, null, false);
    return new CpuBuffer(this, spec, { on: "host", data, claim });
  }

  /** A buffer that owns the heap block at the address, one that was made for it or one it has taken over. */
  adoptHeap(pointer: number, spec: TensorSpec, isNew: boolean): CpuBuffer {
    const claim = this.#claim(spec, pointer, isNew);
    return new CpuBuffer(this, spec, { on: "heap", pointer, claim });
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
    return this.#elements(this.check(buffer, operation), operation).slice();
  }

  /** Copies the elements to an address of the heap. */
  copyTo(pointer: number, buffer: CpuBuffer, operation: string): void {
    const { dtype } = buffer.spec;
    const elements = this.#elements(buffer, operation);
    this.heap(operation)
      .view(dtype)
      .set(elements, pointer / dtypeInfo(dtype).bytes);
  }

  /** The elements of a block of the heap. Valid until the next allocation. */
  block(pointer: number, { shape, dtype }: TensorSpec, operation: string): TypedArray {
    const start = pointer / dtypeInfo(dtype).bytes;
    return this.heap(operation)
      .view(dtype)
      .subarray(start, start + sizeOf(shape));
  }

  release(buffer: CpuBuffer, operation: string): void {
    const { residence } = this.check(buffer, operation);
    this.forget(buffer);
    if (residence.on === "heap") this.#free(this.#alive(operation), residence.pointer);
  }

  /** The buffer is gone, its block stays with whoever took it over. */
  forget(buffer: CpuBuffer): void {
    const { residence } = buffer;
    if (residence.on === "nowhere") return;
    const { claim } = residence;
    this.#uncount(claim.remains);
    buffer.residence = { on: "nowhere" };
    if (this.#idle.length < MOST_IDLE) this.#idle.push(claim);
    else this.#dropped.unregister(claim);
  }

  /** The elements have been copied to a heap block, which is the buffer's from now on. */
  moveToHeap(buffer: CpuBuffer, pointer: number): void {
    if (buffer.residence.on === "nowhere") return;
    const { claim } = buffer.residence;
    const { remains } = claim;
    buffer.residence = { on: "heap", pointer, claim };
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
    const heap = this.#memory?.heap;
    return {
      buffers: this.#buffers,
      bytes: this.#bytes,
      peakBytes: Math.max(this.#pastPeak, heap?.peak ?? 0),
      reservedBytes: heap?.size ?? 0,
    };
  }

  dispose(): void {
    this.#pastPeak = this.memory().peakBytes ?? 0;
    this.#memory = null;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#buffers = 0;
    this.#bytes = 0;
  }

  #alive(operation: string): HeapAndScratch {
    if (this.#memory === null) throw new BackendDisposedError(operation, NAME);
    this.#wanted = true;
    return this.#memory;
  }

  #free(memory: HeapAndScratch, pointer: number): void {
    memory.heap.free(pointer);
    this.#considerRest(memory);
  }

  /** If the heap is large and empty, looks again later whether nobody wanted it meanwhile. */
  #considerRest(memory: HeapAndScratch): void {
    if (this.#rest !== null || memory.heap.size < WORTH_GIVING_BACK || !isEmpty(memory)) return;
    this.#wanted = false;
    this.#rest = setTimeout(() => {
      this.#rest = null;
      if (this.#wanted) this.#considerRest(memory);
      else this.#replace(memory);
    }, REST);
    keepsNoProcessAlive(this.#rest);
  }

  #replace({ heap }: HeapAndScratch): void {
    this.#pastPeak = Math.max(this.#pastPeak, heap.peak);
    this.#memory = emptyMemory(this.#options);
    this.#onReplaced();
  }

  #elements({ residence, spec }: CpuBuffer, operation: string): TypedArray {
    if (residence.on === "host") return residence.data;
    if (residence.on === "heap") return this.block(residence.pointer, spec, operation);
    throw new BufferReleasedError(operation, NAME, spec);
  }

  /** Counts a buffer until it is released or dropped. What the registry holds must not hold the elements. */
  #claim(spec: TensorSpec, pointer: number | null, unowned: boolean): Claim {
    const remains = { bytes: byteSize(spec), pointer, unowned };
    if (unowned) this.#unowned += remains.bytes;
    this.#buffers++;
    this.#bytes += remains.bytes;
    const claim = this.#idle.pop() ?? { remains };
    if (claim.remains === remains) this.#dropped.register(claim, remains, claim);
    else Object.assign(claim.remains, remains);
    return claim;
  }

  #uncount({ bytes, unowned }: Remains): void {
    if (unowned) this.#unowned -= bytes;
    this.#buffers--;
    this.#bytes -= bytes;
  }

  #bury(remains: Remains): void {
    if (this.#memory === null) return;
    this.#uncount(remains);
    if (remains.pointer !== null) this.#free(this.#memory, remains.pointer);
  }
}

function emptyMemory(options: HeapOptions): HeapAndScratch {
  const heap = new Heap(options);
  return { heap, scratch: new Scratch(heap) };
}

/** Whether there is nothing but the room for temporaries, whose contents mean nothing between two runs. */
function isEmpty({ heap, scratch }: HeapAndScratch): boolean {
  return heap.inUse === scratch.bytes;
}

/** In Node, where a timer is an object; in a browser it is a number. */
function keepsNoProcessAlive(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}
