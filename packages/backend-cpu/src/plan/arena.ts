import { present } from "../codegen/present.ts";
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

type Order = (a: Lifetime, b: Lifetime) => number;

const steps = ({ first, last }: Lifetime): number => last - first + 1;

/** What is hard to place comes first: what is large, what is large for long, what stays for long. */
const ORDERS: readonly Order[] = [
  (a, b) => b.bytes - a.bytes,
  (a, b) => b.bytes * steps(b) - a.bytes * steps(a),
  (a, b) => steps(b) - steps(a) || b.bytes - a.bytes,
];

/**
 * Packs lifetimes so that those that overlap in time do not in space, each as low as it fits. The first order mostly takes
 * no more than what is alive at once, which is the least there can be; else the best of them counts.
 */
export function packArena(lifetimes: readonly Lifetime[]): Arena {
  const least = mostAtOnce(lifetimes);
  let best = pack(lifetimes, present(ORDERS[0]));
  for (const order of ORDERS.slice(1)) {
    if (best.bytes <= least) break;
    const other = pack(lifetimes, order);
    if (other.bytes < best.bytes) best = other;
  }
  return best;
}

/** The most bytes that are alive at any step. */
function mostAtOnce(lifetimes: readonly Lifetime[]): number {
  const end = lifetimes.reduce((latest, { last }) => Math.max(latest, last), -1) + 1;
  const changes = Array.from({ length: end + 1 }, () => 0);
  for (const { bytes, first, last } of lifetimes) {
    changes[first] = present(changes[first]) + roundUp(bytes);
    changes[last + 1] = present(changes[last + 1]) - roundUp(bytes);
  }
  let [alive, most] = [0, 0];
  for (const change of changes) most = Math.max(most, (alive += change));
  return most;
}

function pack(lifetimes: readonly Lifetime[], byDifficulty: Order): Arena {
  const offsets = lifetimes.map(() => 0);
  // Ascending by start.
  const placed: Placed[] = [];
  let bytesUsed = 0;
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => byDifficulty(a, b));
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
