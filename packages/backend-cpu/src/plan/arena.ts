import { roundUp } from "../memory/free-list.ts";

/** Bytes needed from one step to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Arena {
  /** For each lifetime, where in the arena it lies. */
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** Packs lifetimes so that those that overlap in time do not in space: the largest first, each as low as it fits. */
export function packArena(lifetimes: readonly Lifetime[]): Arena {
  const offsets = lifetimes.map(() => 0);
  // Ascending by start.
  const placed: Placed[] = [];
  let bytesUsed = 0;
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => b.bytes - a.bytes);
  for (const [index, { bytes, first, last }] of order) {
    const size = roundUp(bytes);
    let start = 0;
    for (const other of placed) {
      if (other.first > last || first > other.last) continue;
      if (other.start - start >= size) break;
      start = Math.max(start, other.end);
    }
    offsets[index] = start;
    insert(placed, { first, last, start, end: start + size });
    bytesUsed = Math.max(bytesUsed, start + size);
  }
  return { offsets, bytes: bytesUsed };
}

interface Placed {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

function insert(placed: Placed[], one: Placed): void {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((placed[middle]?.start ?? 0) <= one.start) low = middle + 1;
    else high = middle;
  }
  placed.splice(low, 0, one);
}
