import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const described = (x: Tensor): unknown[] => [x.dtype, x.shape, values(x)];

describe("np.array", () => {
  test.each<[string, () => Tensor, unknown[]]>([
    ["whole numbers", () => np.array([1, 2]), ["int32", [2], [1, 2]]],
    ["fractions", () => np.array([1, 2.5]), ["float32", [2], [1, 2.5]]],
    ["truth values", () => np.array([true, false]), ["bool", [2], [true, false]]],
    ["truth values among numbers", () => np.array([true, 3]), ["int32", [2], [1, 3]]],
    ["a number", () => np.array(7), ["int32", [], 7]],
    [
      "the least and largest int32",
      () => np.array([-(2 ** 31), 2 ** 31 - 1]),
      ["int32", [2], [-(2 ** 31), 2 ** 31 - 1]],
    ],
    ["numbers beyond int32", () => np.array([2 ** 31]), ["float32", [1], [2 ** 31]]],
    [
      "NaN and infinities",
      () => np.array([Number.NaN, -Infinity]),
      ["float32", [2], [Number.NaN, -Infinity]],
    ],
    ["rows", () => np.array([[1], [2]]), ["int32", [2, 1], [[1], [2]]]],
    ["nothing", () => np.array([]), ["float32", [0], []]],
    ["empty rows", () => np.array([[], []]), ["float32", [2, 0], [[], []]]],
    ["a dtype of choice", () => np.array([0, 2], { dtype: "bool" }), ["bool", [2], [false, true]]],
    [
      "a shape of choice",
      () => np.array([1, 2, 3, 4], { shape: [2, 2] }),
      [
        "int32",
        [2, 2],
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
    ["a Float32Array", () => np.array(Float32Array.of(1, 2)), ["float32", [2], [1, 2]]],
    [
      "a Uint8Array with a shape",
      () => np.array(Uint8Array.of(1, 255), { shape: [2, 1] }),
      ["uint8", [2, 1], [[1], [255]]],
    ],
    [
      "a Uint8Array as truth values",
      () => np.array(Uint8Array.of(0, 2), { dtype: "bool" }),
      ["bool", [2], [false, true]],
    ],
    [
      "a Uint32Array converted",
      () => np.array(Uint32Array.of(1), { dtype: "float32" }),
      ["float32", [1], [1]],
    ],
    [
      "a tensor converted",
      () => np.array(np.array([1.9, -1.9]), { dtype: "int32" }),
      ["int32", [2], [1, -1]],
    ],
  ])("of %s", (_name, make, expected) => {
    expect(described(make())).toEqual(expected);
  });

  test("copies", () => {
    const data = Float32Array.of(1, 2);
    const x = np.array(data);
    data.fill(0);
    expect(values(x)).toEqual([1, 2]);
    x.dataSync().fill(9);
    expect(values(x)).toEqual([1, 2]);
  });

  test.each<[string, () => Tensor, string]>([
    [
      "ragged rows",
      () => np.array([[1, 2], [3]]),
      "np.array: the rows differ. Expected 2 elements in each row; received a row of 1.",
    ],
    ["a number among rows", () => np.array([[1], 2]), "Expected 1 elements in each row; received number."],
    ["a row among numbers", () => np.array([1, [2]]), "Expected a number; received a row of 1."],
    ["text", () => np.array(["1"] as unknown as number[]), "Expected a number; received string."],
    [
      "tensors",
      () => np.array([np.ones([2])] as unknown as number[]),
      "Expected a number; received a tensor. Join tensors with np.stack.",
    ],
    [
      "a fraction as int32",
      () => np.array([1, 2.5], { dtype: "int32" }),
      'np.array: a number does not fit int32. Expected whole numbers in the range of int32; received 2.5 at position 1. Round it first, or choose dtype "float32".',
    ],
    [
      "a negative uint8",
      () => np.array([-1], { dtype: "uint8" }),
      "in the range of uint8; received -1 at position 0",
    ],
    ["256 as uint8", () => np.array(Int32Array.of(1, 256), { dtype: "uint8" }), "received 256 at position 1"],
    ["NaN as int32", () => np.array([Number.NaN], { dtype: "int32" }), "received NaN at position 0"],
    [
      "a shape that does not fit",
      () => np.array([1, 2, 3], { shape: [2, 2] }),
      "np.array: the shape has another number of elements. Expected a shape of 3 elements; received [2,2].",
    ],
    [
      "an array of another kind",
      () => np.array(Int8Array.of(1) as unknown as Uint8Array),
      "np.array: no dtype for this kind of array.",
    ],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("filled", () => {
  test.each<[string, () => Tensor, unknown[]]>([
    ["zeros", () => np.zeros([2]), ["float32", [2], [0, 0]]],
    ["ones", () => np.ones([1, 2], { dtype: "int32" }), ["int32", [1, 2], [[1, 1]]]],
    ["ones of bool", () => np.ones([1], { dtype: "bool" }), ["bool", [1], [true]]],
    ["full with a whole number", () => np.full([2], 3), ["int32", [2], [3, 3]]],
    ["full with a fraction", () => np.full([], 0.5), ["float32", [], 0.5]],
    ["full with a truth value", () => np.full([1], true), ["bool", [1], [true]]],
    ["zerosLike", () => np.zerosLike(np.array([1, 2])), ["int32", [2], [0, 0]]],
    ["onesLike", () => np.onesLike(np.array([1.5]), { dtype: "int32" }), ["int32", [1], [1]]],
    ["fullLike", () => np.fullLike(np.array([1.5]), 2), ["float32", [1], [2]]],
    [
      "eye",
      () => np.eye(2, 3),
      [
        "float32",
        [2, 3],
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
    ],
    ["eye of nothing", () => np.eye(0), ["float32", [0, 0], []]],
    ["arange", () => np.arange(3), ["int32", [3], [0, 1, 2]]],
    ["arange from, to", () => np.arange(2, 5), ["int32", [3], [2, 3, 4]]],
    ["arange backwards", () => np.arange(5, 0, -2), ["int32", [3], [5, 3, 1]]],
    ["arange of fractions", () => np.arange(0, 1, 0.25), ["float32", [4], [0, 0.25, 0.5, 0.75]]],
    ["arange of nothing", () => np.arange(3, 1), ["int32", [0], []]],
    ["linspace", () => np.linspace(0, 1, 5), ["float32", [5], [0, 0.25, 0.5, 0.75, 1]]],
    ["linspace of one", () => np.linspace(2, 9, 1), ["float32", [1], [2]]],
  ])("%s", (_name, make, expected) => {
    expect(described(make())).toEqual(expected);
  });

  test("refuses a shape that is none, and a step of zero", () => {
    expect(() => np.zeros([2, -1])).toThrow(
      "np.zeros: not a shape. Expected whole sizes ≥ 0; received [2,-1].",
    );
    expect(() => np.ones([1.5])).toThrow("received [1.5]");
    expect(() => np.ones(3 as unknown as number[])).toThrow(
      "np.ones: not a shape. Expected a list of sizes: [2, 3]; received 3.",
    );
    expect(() => np.eye(-1)).toThrow("np.eye: not a shape.");
    expect(() => np.arange(Infinity)).toThrow("np.arange: the number of steps is not a count.");
    expect(() => np.linspace(0, 1, -1)).toThrow(
      "np.linspace: the third argument is not a count. Expected a whole number ≥ 0; received -1.",
    );
    expect(() => np.arange(0, 3, 0)).toThrow("np.arange: the step is zero.");
    expect(() => np.fullLike(np.array([1]), 0.5)).toThrow("in the range of int32; received 0.5");
  });
});

test("astype truncates and saturates", () => {
  const x = np.array([1.9, -1.9, 1e20, -1e20, Number.NaN, 0]);
  expect(values(x.astype("int32"))).toEqual([1, -1, 2147483647, -2147483648, 0, 0]);
  expect(values(x.astype("uint8"))).toEqual([1, 0, 255, 0, 0, 0]);
  expect(values(x.astype("bool"))).toEqual([true, true, true, true, true, false]);
  expect(x.astype("float32")).toBe(x);
});
