import { describe, expect, test } from "vitest";
import type { DType } from "@elegy/autodiff/spi";
import { evaluate, expectResult, tensor, vector } from "./evaluate.test-support.ts";

const params = { dimension: 0, numKeys: 1, isStable: true };

describe("sort", () => {
  test.each<[DType, number[], number[]]>([
    ["float32", [3, NaN, -1, Infinity, 0, -Infinity], [-Infinity, -1, 0, 3, Infinity, NaN]],
    // Zeros are equal and keep their order.
    ["float32", [0, -0, 1, -0], [0, -0, -0, 1]],
    ["float64", [2, 1], [1, 2]],
    ["int32", [5, -(2 ** 31), 2 ** 31 - 1, -1], [-(2 ** 31), -1, 5, 2 ** 31 - 1]],
    ["uint32", [5, 2 ** 32 - 1, 0], [0, 5, 2 ** 32 - 1]],
    ["uint8", [255, 0, 7], [0, 7, 255]],
    ["bool", [1, 0, 1], [0, 1, 1]],
    ["float32", [], []],
  ])("of %s: %j", (dtype, elements, sorted) => {
    expectResult("sort", params, [vector(dtype, elements)], vector(dtype, sorted));
  });

  test("along any dimension", () => {
    const operand = tensor("float32", [2, 3], [5, 1, 4, 2, 6, 3]);
    expectResult(
      "sort",
      { ...params, dimension: 1 },
      [operand],
      tensor("float32", [2, 3], [1, 4, 5, 2, 3, 6]),
    );
    expectResult("sort", params, [operand], tensor("float32", [2, 3], [2, 1, 3, 5, 6, 4]));
  });

  test("several operands, by the first keys", () => {
    const operands = [
      vector("int32", [1, 0, 1, 0]),
      vector("float32", [2, 3, NaN, 1]),
      vector("uint8", [10, 20, 30, 40]),
    ];
    const sorted = (numKeys: number): number[][] =>
      evaluate(
        "sort",
        { ...params, numKeys },
        operands,
        operands.map(({ spec }) => spec),
      ).map((data) => [...data]);
    expect(sorted(1)).toEqual([
      [0, 0, 1, 1],
      [3, 1, 2, NaN],
      [20, 40, 10, 30],
    ]);
    expect(sorted(2)).toEqual([
      [0, 0, 1, 1],
      [1, 3, 2, NaN],
      [40, 20, 10, 30],
    ]);
  });
});
