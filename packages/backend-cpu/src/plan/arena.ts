import { roundUp } from "../memory/free-list.ts";

/** Bytes needed from one step to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Where a lifetime lies: in a room, told by its number, or in the arena. */
export interface Place {
  readonly room: number | null;
  readonly offset: number;
}

export interface Arena {
  /** For each lifetime. */
  readonly places: readonly Place[];
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

/** How many rooms are looked at, the tightest first: all that matters for what is large, and time for what is small. */
const MOST_ROOMS_TRIED = 64;

/**
 * Packs lifetimes so that those that overlap in time do not in space, each as low as it fits. What the arena would have to
 * grow for lies in a room that is free for so long, if there is one. The first order mostly takes no more than what is alive at
 * once, which is the least there can be; else the best of them counts.
 *
 * @param rooms bytes elsewhere that nobody needs from a step to another.
 */
export function packArena(lifetimes: readonly Lifetime[], rooms: readonly Lifetime[] = []): Arena {
  const [blocks, free] = [lifetimes.map(inBlocks), rooms.map(inBlocks)];
  const least = mostAtOnce(blocks, free);
  let best: Arena = { places: [], bytes: Infinity };
  for (const order of ORDERS) {
    const other = pack(blocks, free, order);
    if (other.bytes < best.bytes) best = other;
    if (best.bytes <= least) break;
  }
  return best;
}

function inBlocks(lifetime: Lifetime): Lifetime {
  return { ...lifetime, bytes: roundUp(lifetime.bytes) };
}

/** The most bytes that are alive at any step beyond those that rooms have. */
function mostAtOnce(lifetimes: readonly Lifetime[], rooms: readonly Lifetime[]): number {
  // At each step what ends comes before what begins.
  const changes = [...lifetimes, ...rooms.map((room) => ({ ...room, bytes: -room.bytes }))]
    .flatMap(({ bytes, first, last }) => [[first, bytes] as const, [last + 1, -bytes] as const])
    .toSorted(([a, x], [b, y]) => a - b || x - y);
  let [alive, most] = [0, 0];
  for (const [, change] of changes) most = Math.max(most, (alive += change));
  return most;
}

function pack(lifetimes: readonly Lifetime[], rooms: readonly Lifetime[], byDifficulty: Order): Arena {
  const places: Place[] = [];
  const arena = new Space();
  const elsewhere = new Rooms(rooms);
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => byDifficulty(a, b));
  for (const [index, lifetime] of order) {
    const offset = arena.lowest(lifetime);
    const grows = offset + lifetime.bytes > arena.bytes;
    const place = grows ? elsewhere.place(lifetime) : null;
    if (place === null) arena.put(lifetime, offset);
    places[index] = place ?? { room: null, offset };
  }
  return { places, bytes: arena.bytes };
}

/** The rooms of a plan, and what lies in them. */
class Rooms {
  /** Ascending by size; of the same, those first that are free for longest. */
  readonly #rooms: readonly (Lifetime & { readonly number: number; readonly space: Space })[];

  constructor(rooms: readonly Lifetime[]) {
    this.#rooms = rooms
      .map((room, number) => ({ ...room, number, space: new Space() }))
      .toSorted((a, b) => a.bytes - b.bytes || b.last - a.last);
  }

  place(lifetime: Lifetime): Place | null {
    const { bytes, first, last } = lifetime;
    const tightest = this.#rooms.findLastIndex((room) => room.bytes < bytes) + 1;
    for (const room of this.#rooms.slice(tightest, tightest + MOST_ROOMS_TRIED)) {
      if (first < room.first || last > room.last) continue;
      const offset = room.space.lowest(lifetime);
      if (offset + bytes > room.bytes) continue;
      room.space.put(lifetime, offset);
      return { room: room.number, offset };
    }
    return null;
  }
}

interface Placed extends Lifetime {
  readonly start: number;
}

/** Bytes one after another, and what lies there when. */
class Space {
  /** Up to the end of all that lies there. */
  bytes = 0;
  /** Ascending by start. */
  readonly #placed: Placed[] = [];

  /** The lowest start of so many bytes that are free for so long. */
  lowest({ bytes, first, last }: Lifetime): number {
    let end = 0;
    for (const other of this.#placed) {
      if (other.first > last || first > other.last) continue;
      if (other.start - end >= bytes) break;
      end = Math.max(end, other.start + other.bytes);
    }
    return end;
  }

  put(lifetime: Lifetime, start: number): void {
    const index = this.#placed.findLastIndex((other) => other.start <= start) + 1;
    this.#placed.splice(index, 0, { ...lifetime, start });
    this.bytes = Math.max(this.bytes, start + lifetime.bytes);
  }
}
