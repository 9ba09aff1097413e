import { expect, it } from "vitest";
import { RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { type Lifetime, packArena, type Place } from "./arena.ts";

it("reuses what is no longer needed", () => {
  const chain = [0, 1, 2, 3].map((time) => ({ bytes: 100, first: time, last: time + 1 }));
  expect(packArena(chain)).toMatchObject({
    places: [0, 128, 0, 128].map((offset) => ({ offset })),
    bytes: 256,
  });
  expect(packArena([])).toEqual({ places: [], bytes: 0 });
});

it("fills rooms before it grows, the tightest first", () => {
  const rooms = [
    { bytes: 1000, first: 0, last: 9 },
    { bytes: 300, first: 0, last: 9 },
    { bytes: 300, first: 5, last: 9 },
  ];
  const lifetimes = [
    { bytes: 300, first: 1, last: 3 },
    { bytes: 300, first: 3, last: 4 },
    { bytes: 300, first: 4, last: 6 },
    { bytes: 300, first: 9, last: 10 },
  ];
  const place = (room: number | null, offset = 0) => ({ room, offset });
  expect(packArena(lifetimes, rooms)).toEqual({
    places: [place(1), place(0), place(1), place(null)],
    bytes: 320,
  });
  // Where it has grown, there is space for others.
  const large = { bytes: 2000, first: 2, last: 2 };
  expect(packArena([...lifetimes.slice(2), large], rooms)).toEqual({
    places: [place(null), place(null), place(null)],
    bytes: 2048,
  });
});

it.each([
  ["one block", []],
  ["rooms", Array.from({ length: 30 }, (_, i) => ({ bytes: 500 * i, first: i % 20, last: i + 10 }))],
])("never lets two overlap in time and space, in %s", (_, rooms) => {
  const random = new RandomNumbers(5);
  const lifetimes = Array.from({ length: 200 }, () => {
    const first = random.below(50);
    return { bytes: random.below(5000), first, last: first + random.below(10) };
  });
  const { places, bytes } = packArena(lifetimes, rooms);
  for (const [i, a] of lifetimes.entries()) {
    const { room, offset: start } = places[i] as Place;
    expect(start % 64).toBe(0);
    const within = room === null ? { bytes, first: 0, last: Infinity } : (rooms[room] as Lifetime);
    expect(start + a.bytes).toBeLessThanOrEqual(Math.ceil(within.bytes / 64) * 64);
    expect([a.first >= within.first, a.last <= within.last]).toEqual([true, true]);
    for (const [j, b] of lifetimes.entries()) {
      const { room: otherRoom, offset: other } = places[j] as Place;
      if (i === j || room !== otherRoom || a.last < b.first || b.last < a.first) continue;
      if (a.bytes === 0 || b.bytes === 0) continue;
      expect(start + a.bytes <= other || other + b.bytes <= start).toBe(true);
    }
  }
});
