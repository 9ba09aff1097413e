import { expect, it } from "vitest";
import { RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { packArena } from "./arena.ts";

it("reuses what is no longer needed", () => {
  const chain = [0, 1, 2, 3].map((time) => ({ bytes: 100, first: time, last: time + 1 }));
  expect(packArena(chain)).toEqual({ offsets: [0, 128, 0, 128], bytes: 256 });
  expect(packArena([])).toEqual({ offsets: [], bytes: 0 });
});

it("never lets two overlap in time and space", () => {
  const random = new RandomNumbers(5);
  const lifetimes = Array.from({ length: 200 }, () => {
    const first = random.below(50);
    return { bytes: random.below(5000), first, last: first + random.below(10) };
  });
  const { offsets, bytes } = packArena(lifetimes);
  for (const [i, a] of lifetimes.entries()) {
    const start = offsets[i] ?? 0;
    expect(start % 64).toBe(0);
    expect(start + a.bytes).toBeLessThanOrEqual(bytes);
    for (const [j, b] of lifetimes.entries()) {
      if (i === j || a.last < b.first || b.last < a.first || a.bytes === 0 || b.bytes === 0) continue;
      const other = offsets[j] ?? 0;
      expect(start + a.bytes <= other || other + b.bytes <= start).toBe(true);
    }
  }
});
