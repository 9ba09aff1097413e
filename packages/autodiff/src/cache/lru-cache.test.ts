import { expect, test } from "vitest";
import { LruCache } from "./lru-cache.ts";

test("makes each value once, and forgets what was not used for longest", () => {
  const made: string[] = [];
  const forgotten: string[] = [];
  const cache = new LruCache<string>(2, (value) => forgotten.push(value));
  const get = (key: string): string =>
    cache.getOr(key, () => {
      made.push(key);
      return `value of ${key}`;
    });
  for (const key of ["a", "b", "a", "c", "a"]) expect(get(key)).toBe(`value of ${key}`);
  expect(made).toEqual(["a", "b", "c"]);
  expect(forgotten).toEqual(["value of b"]);
  cache.clear();
  expect(forgotten).toEqual(["value of b", "value of c", "value of a"]);
  expect(cache.size).toBe(0);
});

test("remembers nothing of a value that could not be made", () => {
  const cache = new LruCache<number>(1, () => undefined);
  const failing = (): number => {
    throw new RangeError("no");
  };
  expect(() => cache.getOr("a", failing)).toThrow("no");
  expect(cache.getOr("a", () => 1)).toBe(1);
});
