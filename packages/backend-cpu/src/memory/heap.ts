import { type DType, dtypeInfo, type TypedArray } from "@elegy/autodiff/spi";
import { HeapOutOfMemoryError } from "../errors/heap-out-of-memory-error.ts";
import { BLOCK, FreeList, roundUp } from "./free-list.ts";

const PAGE = 1 << 16;
/** Growing is slow where the engine has to move the memory, so it is done in steps of at least this. */
const LEAST_GROWTH = 1 << 20;
const MOST_PAGES = 65536;

export interface HeapOptions {
  /** The most bytes it may grow to. */
  readonly limit: number;
  /** Bytes at the start, after the first block, that are not handed out, of a memory that threads share. */
  readonly shared?: { readonly reservedEnd: number };
}

/**
 * Kernels load whole vectors and may read, never write, up to this far beyond a buffer: the last bytes of the
 * memory are not handed out.
 */
const GUARD = BLOCK;

/** The WebAssembly memory of one backend. Buffers start at multiples of 64 bytes and are rounded up to them. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly limit: number;
  readonly maximumPages: number;
  readonly #list = new FreeList();
  #end: number;
  /** To make a view takes longer than to run a small program. */
  #views: Partial<Record<DType, TypedArray>> = {};

  constructor({ limit, shared }: HeapOptions) {
    this.limit = limit;
    this.maximumPages = Math.min(MOST_PAGES, Math.max(1, Math.floor(limit / PAGE)));
    this.memory = new WebAssembly.Memory({
      initial: 1,
      maximum: this.maximumPages,
      shared: shared !== undefined,
    });
    this.#end = PAGE - GUARD;
    // Address 0 stands for a buffer without elements.
    this.#list.extend(roundUp(shared?.reservedEnd ?? BLOCK), this.#end);
  }

  /** The whole memory as elements of a dtype. Valid until the next allocation, which may grow it. */
  view(dtype: DType): TypedArray {
    return (this.#views[dtype] ??= new (dtypeInfo(dtype).array)(this.memory.buffer));
  }

  get inUse(): number {
    return this.#list.inUse;
  }

  /** The most bytes that have been in use at a time. */
  get peak(): number {
    return this.#list.peak;
  }

  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /** The address of a block; its contents are whatever was there. */
  allocate(bytes: number, operation: string): number {
    if (bytes === 0) return 0;
    const rounded = roundUp(bytes);
    const start = this.#list.allocate(rounded);
    if (start !== null) return start;
    this.#grow(rounded, operation);
    return this.allocate(bytes, operation);
  }

  free(start: number): void {
    if (start !== 0) this.#list.free(start);
  }

  #grow(bytes: number, operation: string): void {
    const needed = Math.ceil((bytes - this.#list.tail(this.#end)) / PAGE);
    const generous = Math.max(needed, Math.ceil(Math.max(LEAST_GROWTH, this.size / 4) / PAGE));
    if (!this.#tryGrow(generous) && !this.#tryGrow(needed)) {
      const { inUse, size, limit } = this;
      throw new HeapOutOfMemoryError({ operation, needed: bytes, inUse, size, limit });
    }
  }

  #tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages);
    } catch {
      return false;
    }
    this.#views = {};
    const end = this.size - GUARD;
    this.#list.extend(this.#end, end);
    this.#end = end;
    return true;
  }
}
