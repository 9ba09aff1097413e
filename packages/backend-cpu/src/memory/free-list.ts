import { present } from "../codegen/present.ts";

/** Every block starts at a multiple of this and has a size that is one: a cache line, and four times a vector. */
export const BLOCK = 64;

export function roundUp(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

interface Range {
  start: number;
  end: number;
}

/** Which parts of an address range are free. Knows no memory: addresses are just numbers. */
export class FreeList {
  /** Ascending, disjoint, never touching. */
  readonly #free: Range[] = [];
  readonly #sizes = new Map<number, number>();
  #inUse = 0;
  #peak = 0;

  get inUse(): number {
    return this.#inUse;
  }

  get peak(): number {
    return this.#peak;
  }

  /** Adds an address range; it may touch a free one. Both ends are multiples of {@link BLOCK}. */
  extend(start: number, end: number): void {
    if (end > start) this.#insert({ start, end });
  }

  /** The smallest free block that fits; `null` if none does. `bytes` is a positive multiple of {@link BLOCK}. */
  allocate(bytes: number): number | null {
    let best = -1;
    let bestSize = Infinity;
    for (const [index, { start, end }] of this.#free.entries()) {
      const size = end - start;
      if (size >= bytes && size < bestSize) {
        best = index;
        bestSize = size;
      }
    }
    const block = this.#free[best];
    if (block === undefined) return null;
    const { start } = block;
    if (bestSize === bytes) this.#free.splice(best, 1);
    else block.start += bytes;
    this.#sizes.set(start, bytes);
    this.#inUse += bytes;
    this.#peak = Math.max(this.#peak, this.#inUse);
    return start;
  }

  free(start: number): void {
    const bytes = present(this.#sizes.get(start));
    this.#sizes.delete(start);
    this.#inUse -= bytes;
    this.#insert({ start, end: start + bytes });
  }

  /** Free bytes at the end of the range, which growth would add to. */
  tail(end: number): number {
    const last = this.#free.at(-1);
    return last?.end === end ? last.end - last.start : 0;
  }

  #insert(range: Range): void {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#free[middle]?.start ?? 0) < range.start) low = middle + 1;
      else high = middle;
    }
    const before = this.#free[low - 1];
    const after = this.#free[low];
    const joinsBefore = before?.end === range.start;
    const joinsAfter = after?.start === range.end;
    if (joinsBefore && joinsAfter) {
      before.end = after.end;
      this.#free.splice(low, 1);
    } else if (joinsBefore) before.end = range.end;
    else if (joinsAfter) after.start = range.start;
    else this.#free.splice(low, 0, range);
  }
}
