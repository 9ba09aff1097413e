import { expect, test } from "vitest";
import { evaluate, vector } from "./evaluate.test-support.ts";

function threefry(key: readonly [number, number], high: number[], low: number[]): number[][] {
  const words = [low.map(() => key[0]), low.map(() => key[1]), high, low].map((word) =>
    vector("uint32", word),
  );
  const spec = { shape: [low.length], dtype: "uint32" } as const;
  return evaluate("threefry2x32", {}, words, [spec, spec]).map((data) => [...data]);
}

// Random123's known answers (kat_vectors, threefry2x32 with 20 rounds).
test.each<[[number, number], number, number, number[]]>([
  [[0, 0], 0, 0, [0x6b200159, 0x99ba4efe]],
  [[0xffffffff, 0xffffffff], 0xffffffff, 0xffffffff, [0x1cb996fc, 0xbb002be7]],
  [[0x13198a2e, 0x03707344], 0x243f6a88, 0x85a308d3, [0xc4923a9c, 0x483df7a0]],
])("threefry2x32 with key %j of %d, %d", (key, high, low, words) => {
  expect(threefry(key, [high], [low]).flat()).toEqual(words);
});

test("gives what jax.random.split gives", () => {
  // jax 0.10.2, jax_threefry_partitionable=True: split(key(0), 5)
  const rows = [
    [1797259609, 2579123966],
    [928981903, 3453687069],
    [4146024105, 2718843009],
    [2467461003, 3840466878],
    [2285895361, 433833334],
  ];
  const [first, second] = threefry([0, 0], [0, 0, 0, 0, 0], [0, 1, 2, 3, 4]);
  expect(rows.map((_, row) => [first?.[row], second?.[row]])).toEqual(rows);
});

test("of nothing is nothing", () => {
  expect(threefry([1, 2], [], [])).toEqual([[], []]);
});
