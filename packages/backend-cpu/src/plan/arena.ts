import { present } from "../codegen/present.ts";
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
  const least = mostAtOnce(lifetimes, rooms);
  let best = pack(lifetimes, rooms, present(ORDERS[0]));
  for (const order of ORDERS.slice(1)) {
    if (best.bytes <= least) break;
    const other = pack(lifetimes, rooms, order);
    if (other.bytes < best.bytes) best = other;
  }
  return best;
}

/** The most bytes that are alive at any step beyond those that rooms have. */
function mostAtOnce(lifetimes: readonly Lifetime[], rooms: readonly Lifetime[]): number {
  const end = lifetimes.reduce((latest, { last }) => Math.max(latest, last), -1) + 1;
  const changes = Array.from({ length: end + 1 }, () => 0);
  const add = (bytes: number, first: number, last: number): void => {
    if (first > end) return;
    changes[first] = present(changes[first]) + bytes;
    if (last < end) changes[last + 1] = present(changes[last + 1]) - bytes;
  };
  for (const { bytes, first, last } of lifetimes) add(roundUp(bytes), first, last);
  for (const { bytes, first, last } of rooms) add(-roundUp(bytes), first, last);
  let [alive, most] = [0, 0];
  for (const change of changes) most = Math.max(most, (alive += change));
  return most;
}

function pack(lifetimes: readonly Lifetime[], rooms: readonly Lifetime[], byDifficulty: Order): Arena {
  const places = lifetimes.map((): Place => ({ room: null, offset: 0 }));
  const arena = new Space();
  const elsewhere = new Rooms(rooms);
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => byDifficulty(a, b));
  for (const [index, lifetime] of order) {
    if (lifetime.bytes === 0) continue;
    const start = arena.lowest(lifetime);
    const grows = start + roundUp(lifetime.bytes) > arena.bytes;
    const place = grows ? elsewhere.place(lifetime) : null;
    if (place === null) arena.put(lifetime, start);
    places[index] = place ?? { room: null, offset: start };
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
    const size = roundUp(bytes);
    const tightest = this.#rooms.findLastIndex((room) => roundUp(room.bytes) < size) + 1;
    for (const room of this.#rooms.slice(tightest, tightest + MOST_ROOMS_TRIED)) {
      if (first < room.first || last > room.last) continue;
      const offset = room.space.lowest(lifetime);
      if (offset + size > roundUp(room.bytes)) continue;
      room.space.put(lifetime, offset);
      return { room: room.number, offset };
    }
    return null;
  }
}

interface Placed {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** Bytes one after another, and what lies there when. */
class Space {
  /** Ascending by start. */
  readonly #placed: Placed[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** The lowest start of so many bytes that are free for so long. */
  lowest({ bytes, first, last }: Lifetime): number {
    const size = roundUp(bytes);
    let start = 0;
    for (const other of this.#placed) {
      if (other.first > last || first > other.last) continue;
      if (other.start - start >= size) break;
      start = Math.max(start, other.end);
    }
    return start;
  }

  put({ bytes, first, last }: Lifetime, start: number): void {
    const end = start + roundUp(bytes);
    const index = this.#placed.findLastIndex((other) => other.start <= start) + 1;
    this.#placed.splice(index, 0, { first, last, start, end });
    this.#bytes = Math.max(this.#bytes, end);
  }
}
