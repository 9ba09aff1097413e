import type { DType } from "@elegy/autodiff/spi";
import { describe, test } from "vitest";
import { expectResult, tensor, vector } from "./evaluate.test-support.ts";

const least = -(2 ** 31);
const greatest = 2 ** 31 - 1;
const ones = 2 ** 32 - 1;

describe("reduceSum", () => {
  test.each([
    { shape: [2, 3], axes: [0], result: [3, 5, 7] },
    { shape: [2, 3], axes: [1], result: [3, 12] },
    { shape: [2, 3], axes: [], result: [0, 1, 2, 3, 4, 5] },
    { shape: [2, 2, 2], axes: [0, 2], result: [0 + 1 + 4 + 5, 2 + 3 + 6 + 7] },
    { shape: [2, 0], axes: [1], result: [0, 0] },
    { shape: [0, 2], axes: [1], result: [] },
  ])("of $shape along $axes", ({ shape, axes, result }) => {
    const kept = shape.filter((_, axis) => !axes.includes(axis));
    expectResult("reduceSum", { axes }, [tensor("float32", shape)], tensor("float32", kept, result));
  });

  test.each<[DType, number[], number]>([
    ["float32", [0, 1, 2, 3, 4, 5], 15],
    // In float32 arithmetic the ones would be lost.
    ["float32", [16777216, 1, 1, 1, 1], 16777220],
    ["float64", [0.1, 0.2, 0.3], 0.6000000000000001],
    ["float32", [Infinity, -Infinity], NaN],
    ["float32", [Infinity, 1], Infinity],
    ["int32", [greatest, 1], least],
    ["uint32", [ones, ones, 3], 1],
    ["uint8", [200, 100], 44],
  ])("of all %s: %j", (dtype, elements, sum) => {
    expectResult("reduceSum", { axes: [0] }, [vector(dtype, elements)], tensor(dtype, [], [sum]));
  });
});

describe("reduceMax and reduceMin", () => {
  test.each<[DType, number[], number, number]>([
    ["float32", [1, 3, -2], 3, -2],
    ["float32", [1, NaN, 3], NaN, NaN],
    ["float32", [], -Infinity, Infinity],
    ["float64", [], -Infinity, Infinity],
    ["int32", [-5, -7], -5, -7],
    ["int32", [], least, greatest],
    ["uint32", [1, ones], ones, 1],
    ["uint32", [], 0, ones],
    ["uint8", [], 0, 255],
    ["bool", [0, 1], 1, 0],
    ["bool", [], 0, 1],
  ])("of %s: %j", (dtype, elements, max, min) => {
    expectResult("reduceMax", { axes: [0] }, [vector(dtype, elements)], tensor(dtype, [], [max]));
    expectResult("reduceMin", { axes: [0] }, [vector(dtype, elements)], tensor(dtype, [], [min]));
  });

  test("along an inner axis", () => {
    const operand = tensor("float32", [2, 2, 2], [1, 5, 3, 2, 8, 7, 6, 9]);
    expectResult("reduceMax", { axes: [1] }, [operand], tensor("float32", [2, 2], [3, 5, 8, 9]));
    expectResult("reduceMin", { axes: [0, 1, 2] }, [operand], tensor("float32", [], [1]));
  });
});

describe("argmax and argmin", () => {
  test.each<[DType, number[], number, number]>([
    ["float32", [1, 3, 3, -2, -2], 1, 3],
    ["float32", [1, NaN, 5, NaN], 1, 1],
    ["float32", [-Infinity, -Infinity], 0, 0],
    ["float32", [0, -0], 0, 0],
    ["int32", [-1, least, greatest], 2, 1],
    ["uint32", [1, ones, 0], 1, 2],
    ["bool", [0, 1, 1], 1, 0],
  ])("of %s: %j", (dtype, elements, max, min) => {
    const params = { axis: 0, dtype: "int32" } as const;
    expectResult("argmax", params, [vector(dtype, elements)], tensor("int32", [], [max]));
    expectResult("argmin", params, [vector(dtype, elements)], tensor("int32", [], [min]));
  });

  test("along one of several axes", () => {
    const operand = tensor("float32", [2, 3], [1, 9, 2, 8, 3, 7]);
    expectResult("argmax", { axis: 1, dtype: "int32" }, [operand], tensor("int32", [2], [1, 0]));
    expectResult("argmin", { axis: 0, dtype: "int32" }, [operand], tensor("int32", [3], [0, 1, 0]));
  });
});
