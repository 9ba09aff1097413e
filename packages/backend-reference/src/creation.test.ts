import type { DType } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { evaluate, expectResult, tensor } from "./evaluate.test-support.ts";

test.each<[DType, number | boolean, number]>([
  ["float32", 0.1, 0.1],
  ["float64", 0.1, 0.1],
  ["float32", -Infinity, -Infinity],
  ["float32", NaN, NaN],
  ["float32", -0, -0],
  ["int32", -7, -7],
  ["uint32", 4294967295, 4294967295],
  ["uint8", 255, 255],
  ["bool", true, 1],
  ["bool", false, 0],
])("constant %s %s", (dtype, value, element) => {
  expectResult("constant", { value, dtype }, [], tensor(dtype, [], [element]));
});

function iota(dtype: DType, shape: number[], dimension: number): number[] {
  return evaluate("iota", { dtype, shape, dimension }, [], [{ shape, dtype }]).flatMap((data) => [...data]);
}

test("iota counts along one dimension", () => {
  expect(iota("int32", [2, 3], 0)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(iota("float32", [2, 3], 1)).toEqual([0, 1, 2, 0, 1, 2]);
  expect(iota("uint32", [2, 2, 2], 1)).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
  expect(iota("int32", [0, 3], 1)).toEqual([]);
  expect(iota("uint8", [257], 0).slice(-2)).toEqual([255, 0]);
});
