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
  const placed: { readonly lifetime: Lifetime; readonly start: number; readonly end: number }[] = [];
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => b.bytes - a.bytes);
  for (const [index, lifetime] of order) {
    const bytes = roundUp(lifetime.bytes);
    const neighbours = placed
      .filter(({ lifetime: other }) => other.first <= lifetime.last && lifetime.first <= other.last)
      .toSorted((a, b) => a.start - b.start);
    let start = 0;
    for (const neighbour of neighbours) {
      if (neighbour.start - start >= bytes) break;
      start = Math.max(start, neighbour.end);
    }
    offsets[index] = start;
    placed.push({ lifetime, start, end: start + bytes });
  }
  return { offsets, bytes: Math.max(0, ...placed.map(({ end }) => end)) };
}
