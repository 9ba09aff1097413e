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

describe("reduceProd, reduceAnd and reduceOr", () => {
  test.each<["reduceProd" | "reduceAnd" | "reduceOr", DType, number[], number]>([
    ["reduceProd", "float32", [2, -3, 0.5], -3],
    ["reduceProd", "float32", [], 1],
    ["reduceProd", "float32", [0, Infinity], NaN],
    ["reduceProd", "int32", [65537, 65537], 131073],
    ["reduceProd", "uint32", [ones, 2], ones - 1],
    ["reduceAnd", "bool", [1, 1, 0], 0],
    ["reduceAnd", "bool", [], 1],
    ["reduceAnd", "int32", [-1, 6, 3], 2],
    ["reduceAnd", "uint32", [], ones],
    ["reduceOr", "bool", [0, 1], 1],
    ["reduceOr", "bool", [], 0],
    ["reduceOr", "uint32", [1, 2 ** 31], 2 ** 31 + 1],
    ["reduceOr", "int32", [], 0],
  ])("%s of %s: %j", (name, dtype, elements, result) => {
    expectResult(name, { axes: [0] }, [vector(dtype, elements)], tensor(dtype, [], [result]));
  });
});

describe("cumulative", () => {
  test.each<["cumsum" | "cumprod" | "cummax" | "cummin", DType, number[], number[], number[]]>([
    ["cumsum", "float32", [1, 2, 3], [1, 3, 6], [6, 5, 3]],
    ["cumsum", "float32", [], [], []],
    ["cumsum", "float32", [16777216, 1, 1], [16777216, 16777216, 16777218], [16777218, 2, 1]],
    ["cumsum", "int32", [greatest, 1], [greatest, least], [least, 1]],
    ["cumprod", "float64", [2, 3, 0], [2, 6, 0], [0, 0, 0]],
    ["cumprod", "uint32", [ones, 2], [ones, ones - 1], [ones - 1, 2]],
    ["cummax", "float32", [1, NaN, 3], [1, NaN, NaN], [NaN, NaN, 3]],
    ["cummin", "int32", [2, 1, 3], [2, 1, 1], [1, 1, 3]],
    ["cummax", "bool", [0, 1, 0], [0, 1, 1], [1, 1, 0]],
  ])("%s of %s: %j", (name, dtype, elements, forward, backward) => {
    expectResult(name, { axis: 0, reverse: false }, [vector(dtype, elements)], vector(dtype, forward));
    expectResult(name, { axis: 0, reverse: true }, [vector(dtype, elements)], vector(dtype, backward));
  });

  test("along one of several axes", () => {
    const operand = tensor("int32", [2, 3]);
    const params = { axis: 0, reverse: false };
    expectResult("cumsum", params, [operand], tensor("int32", [2, 3], [0, 1, 2, 3, 5, 7]));
    const other = { axis: 1, reverse: true };
    expectResult("cumsum", other, [operand], tensor("int32", [2, 3], [3, 3, 2, 12, 9, 5]));
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
