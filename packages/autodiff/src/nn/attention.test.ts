import { beforeEach, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { nn, np, setBackend, type Tensor } from "../index.ts";

beforeEach(() => setBackend(BACKENDS[0]![1]()));

const of = (...shape: readonly number[]): Tensor => np.ones(shape);

test("tells what does not fit", () => {
  expect(() => nn.dotProductAttention(of(2, 3, 4, 5), of(2, 6, 3, 5), of(2, 6, 3, 5))).toThrow(
    "nn.dotProductAttention: query, key and value do not fit. Expected [B, T, N, H], [B, S, K, H] and [B, S, K, H], or without B, with K a divisor of N; received f32[2,3,4,5], f32[2,6,3,5], f32[2,6,3,5].",
  );
  expect(() => nn.dotProductAttention(of(3, 4), of(3, 4), of(3, 4))).toThrow("do not fit");
  expect(() => nn.dotProductAttention(of(1, 2, 1, 3), of(2, 1, 3), of(2, 1, 3))).toThrow("do not fit");
  const x = of(2, 3, 4, 5);
  expect(() => nn.dotProductAttention(x, x, x.astype("int32"))).toThrow("differ in dtype or are not floats");
  expect(() => nn.dotProductAttention(x, x, x, { mask: of(2, 4, 3, 3) })).toThrow(
    "nn.dotProductAttention: mask does not fit the scores. Expected bool[2,4,3,3], or 1 instead of a size; received f32[2,4,3,3].",
  );
  expect(() => nn.dotProductAttention(x, x, x, { bias: of(3, 3) })).toThrow("bias does not fit the scores");
  expect(() => nn.dotProductAttention(x, x, x, { querySeqLengths: np.array([1]) })).toThrow(
    "querySeqLengths does not fit. Expected i32[2], a length for each example; received i32[1].",
  );
});

test("half floats that may attend to nothing attend to everything alike", async () => {
  const x = np.array([1, 2, 4]).astype("float16").reshape([1, 3, 1, 1]);
  const mask = np.zeros([1, 1, 3, 3], { dtype: "bool" });
  const attended = nn.dotProductAttention(x, x, x, { mask }).astype("float32");
  for (const value of await attended.data()) expect(value).toBeCloseTo(7 / 3, 2);
});
