import { expect, it } from "vitest";
import { RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { BLOCK, FreeList } from "./free-list.ts";

it("joins what is freed with its neighbours", () => {
  const list = new FreeList();
  list.extend(0, 10 * BLOCK);
  const blocks = [0, 1, 2, 3].map(() => list.allocate(2 * BLOCK) ?? -1);
  expect(blocks).toEqual([0, 2, 4, 6].map((block) => block * BLOCK));
  for (const block of [1, 3, 0, 2]) list.free(blocks[block] ?? -1);
  expect(list.inUse).toBe(0);
  expect(list.allocate(10 * BLOCK)).toBe(0);
  expect(list.allocate(BLOCK)).toBe(null);
});

it("prefers the tightest gap", () => {
  const list = new FreeList();
  list.extend(0, 20 * BLOCK);
  const blocks = [5, 1, 2, 1].map((size) => list.allocate(size * BLOCK) ?? -1);
  list.free(blocks[0] ?? -1);
  list.free(blocks[2] ?? -1);
  expect(list.allocate(2 * BLOCK)).toBe(blocks[2]);
  expect(() => list.free(3 * BLOCK)).toThrow("missing");
});

it("never hands out the same bytes twice", () => {
  const random = new RandomNumbers(3);
  const list = new FreeList();
  list.extend(BLOCK, 400 * BLOCK);
  const live = new Map<number, number>();
  for (let step = 0; step < 5000; step++) {
    const [first] = [...live.keys()].slice(random.below(Math.max(1, live.size)));
    if (random.next() < 0.5 && first !== undefined) {
      list.free(first);
      live.delete(first);
      continue;
    }
    const bytes = BLOCK * (1 + random.below(20));
    const start = list.allocate(bytes);
    if (start === null) continue;
    for (const [other, size] of live) expect(start + bytes <= other || other + size <= start).toBe(true);
    live.set(start, bytes);
  }
  expect(list.inUse).toBe([...live.values()].reduce((sum, bytes) => sum + bytes, 0));
  for (const start of live.keys()) list.free(start);
  expect(list.allocate(399 * BLOCK)).toBe(BLOCK);
});
