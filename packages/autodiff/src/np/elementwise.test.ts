import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test.each<[string, () => Tensor, unknown]>([
  [
    "remainder has the sign of the divisor",
    () => np.array([5, -5, 5, -5]).mod(np.array([3, 3, -3, -3])),
    [2, 1, -1, -2],
  ],
  ["of floats too", () => np.array([5.5, -5.5, 5.5]).mod(np.array([3, 3, -3])), [2.5, 0.5, -0.5]],
  ["a whole number has no remainder by 0", () => np.array([5, -5]).mod(0), [0, 0]],
  ["a float has none that is a number", () => np.array([5.5]).mod(0), [nan]],
  ["division of whole numbers is true division", () => np.array([1, -3]).div(2), [0.5, -1.5]],
  ["by zero", () => np.array([1, -1, 0]).div(0), [infinity, -infinity, nan]],
  ["powers of whole numbers", () => np.array([2, -3]).pow(3), [8, -27]],
  ["a product of whole numbers wraps", () => np.array([65536]).mul(65536), [0]],
  ["round is to even", () => np.array([0.5, 1.5, 2.5, -0.5]).round(), [0, 2, 2, -0]],
  ["whole numbers are not rounded", () => np.array([3]).floor(), [3]],
  ["maximum with NaN", () => np.array([nan, 1]).maximum(0), [nan, 1]],
  ["square and reciprocal", () => np.reciprocal(np.square(np.array([2, 4]))), [0.25, 0.0625]],
  [
    "comparisons broadcast",
    () => np.array([[1], [2]]).less(np.array([1, 2])),
    [
      [false, true],
      [false, false],
    ],
  ],
  ["NaN equals nothing", () => np.array([nan]).equal(nan), [false]],
  [
    "logical operations are on truth",
    () => np.array([0, 2, nan]).logicalAnd(np.array([true, true, true])),
    [false, true, true],
  ],
  ["exclusive or", () => np.logicalXor(np.array([0, 2]), np.array([3, 1])), [true, false]],
  ["logicalNot", () => np.array([0, 2]).logicalNot(), [true, false]],
  ["bits", () => np.bitwiseXor(np.bitwiseOr(np.array([1]), 6), np.bitwiseAnd(np.array([5]), 4)), [3]],
  ["isfinite", () => np.isfinite(np.array([1.5, -infinity, nan])), [true, false, false]],
  [
    "where broadcasts all three",
    () => np.where(np.array([[true], [false]]), np.array([1, 2]), 0),
    [
      [1, 2],
      [0, 0],
    ],
  ],
  ["where on numbers", () => np.where(np.array([0, 3]), 1.5, np.array([1, 2])), [1, 1.5]],
  ["clip", () => np.array([-2, 0.5, 9]).clip(-1, np.array([1, 0.25, 1])), [-1, 0.25, 1]],
  ["clip with bounds that cross: the upper one", () => np.array([0.5]).clip(2, 1), [1]],
  ["numbers on both sides", () => np.add(1, 2), 3],
])("%s", (_name, run, expected) => {
  expect(values(run())).toEqual(expected);
});

test.each<[string, () => Tensor, string]>([
  [
    "bits of a float",
    () => np.bitCount(np.array([0.5])),
    "populationCount: not defined for float32. Expected int32 or uint32; received f32[1].",
  ],
  [
    "uint8 has no arithmetic",
    () => np.add(np.array([1], { dtype: "uint8" }), np.array([2], { dtype: "uint8" })),
    "add: not defined for uint8.",
  ],
  [
    "half a digit",
    () => np.round(np.array([0.5]), { decimals: 0.5 }),
    "np.round: not a number of digits. Expected whole decimals; received 0.5.",
  ],
  [
    "digits before the point of whole numbers",
    () => np.round(np.array([123]), { decimals: -1 }),
    "np.round: not a number of digits. Expected decimals ≥ 0 for whole numbers; received -1.",
  ],
])("%s is an error", (_name, run, message) => {
  expect(run).toThrow(message);
});

describe("shapes that do not broadcast", () => {
  test.each<[string, () => Tensor, string]>([
    [
      "add",
      () => np.ones([2, 3]).add(np.ones([2])),
      "np.add: the shapes do not broadcast. Expected equal sizes, or 1, along axis -1; received f32[2,3] and f32[2]. Shapes are aligned at their last axis; use expandDims or reshape to line them up.",
    ],
    [
      "an outer axis",
      () => np.ones([2, 1, 3]).mul(np.ones([4, 1, 3])),
      "np.multiply: the shapes do not broadcast. Expected equal sizes, or 1, along axis -3; received f32[2,1,3] and f32[4,1,3].",
    ],
    ["0 with 2", () => np.ones([0]).add(np.ones([2])), "received f32[0] and f32[2]"],
    ["where", () => np.where(np.ones([2]), np.ones([3]), 0), "np.where: the shapes do not broadcast."],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });

  test("0 with 1 is nothing", () => {
    expect(np.ones([0, 3]).add(np.ones([1, 3])).shape).toEqual([0, 3]);
  });
});
