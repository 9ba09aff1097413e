import type { DType } from "@elegy/autodiff/spi";
import { describe, test } from "vitest";
import { expectResult, tensor, vector } from "./evaluate.test-support.ts";

const names = ["eq", "ne", "lt", "le", "gt", "ge"] as const;

/** dtype, left, right, whether each of the six holds */
const cases: [DType, number, number, number[]][] = [
  ["float32", 1, 2, [0, 1, 1, 1, 0, 0]],
  ["float32", 2, 1, [0, 1, 0, 0, 1, 1]],
  ["float32", 0, -0, [1, 0, 0, 1, 0, 1]],
  ["float32", NaN, NaN, [0, 1, 0, 0, 0, 0]],
  ["float32", NaN, 1, [0, 1, 0, 0, 0, 0]],
  ["float64", Infinity, Infinity, [1, 0, 0, 1, 0, 1]],
  ["int32", -1, 1, [0, 1, 1, 1, 0, 0]],
  ["uint32", 2 ** 32 - 1, 1, [0, 1, 0, 0, 1, 1]],
  ["uint8", 255, 1, [0, 1, 0, 0, 1, 1]],
  ["bool", 0, 1, [0, 1, 1, 1, 0, 0]],
];

describe("comparisons", () => {
  test.each(cases)("%s: %d with %d", (dtype, left, right, expected) => {
    names.forEach((name, index) => {
      const result = vector("bool", expected.slice(index, index + 1));
      expectResult(name, {}, [vector(dtype, [left]), vector(dtype, [right])], result);
    });
  });

  test("of no elements", () => {
    const none = tensor("float32", [3, 0]);
    expectResult("lt", {}, [none, none], tensor("bool", [3, 0]));
  });
});
