import { describe, test } from "vitest";
import { expectResult, tensor } from "./evaluate.test-support.ts";

const f32 = (shape: number[], elements?: number[]) => tensor("float32", shape, elements);

describe("broadcastInDim", () => {
  test.each([
    { operand: f32([], [7]), shape: [2, 2], broadcastDimensions: [], result: [7, 7, 7, 7] },
    { operand: f32([2]), shape: [2, 3], broadcastDimensions: [0], result: [0, 0, 0, 1, 1, 1] },
    { operand: f32([3]), shape: [2, 3], broadcastDimensions: [1], result: [0, 1, 2, 0, 1, 2] },
    { operand: f32([2, 1]), shape: [2, 2, 2], broadcastDimensions: [0, 2], result: [0, 0, 0, 0, 1, 1, 1, 1] },
    { operand: f32([1, 2]), shape: [3, 2], broadcastDimensions: [0, 1], result: [0, 1, 0, 1, 0, 1] },
    { operand: f32([1]), shape: [2, 0], broadcastDimensions: [1], result: [] },
  ])(
    "$operand.spec.shape to $shape by $broadcastDimensions",
    ({ operand, shape, broadcastDimensions, result }) => {
      expectResult("broadcastInDim", { shape, broadcastDimensions }, [operand], f32(shape, result));
    },
  );
});

test("reshape keeps the elements in C order", () => {
  expectResult("reshape", { shape: [3, 2] }, [f32([2, 3])], f32([3, 2]));
  expectResult("reshape", { shape: [] }, [f32([1, 1], [5])], f32([], [5]));
  expectResult("reshape", { shape: [0, 7] }, [f32([0])], f32([0, 7]));
});

describe("transpose", () => {
  test.each([
    { operand: f32([2, 3]), permutation: [1, 0], shape: [3, 2], result: [0, 3, 1, 4, 2, 5] },
    { operand: f32([2, 1, 3]), permutation: [2, 0, 1], shape: [3, 2, 1], result: [0, 3, 1, 4, 2, 5] },
    { operand: f32([2, 2, 2]), permutation: [1, 2, 0], shape: [2, 2, 2], result: [0, 4, 1, 5, 2, 6, 3, 7] },
    { operand: f32([], [1]), permutation: [], shape: [], result: [1] },
    { operand: f32([0, 2]), permutation: [1, 0], shape: [2, 0], result: [] },
  ])("$operand.spec.shape by $permutation", ({ operand, permutation, shape, result }) => {
    expectResult("transpose", { permutation }, [operand], f32(shape, result));
  });
});

describe("slice", () => {
  test.each([
    { operand: f32([5]), start: [1], limit: [4], strides: [1], shape: [3], result: [1, 2, 3] },
    { operand: f32([5]), start: [0], limit: [5], strides: [2], shape: [3], result: [0, 2, 4] },
    { operand: f32([5]), start: [1], limit: [5], strides: [3], shape: [2], result: [1, 4] },
    {
      operand: f32([3, 4]),
      start: [1, 0],
      limit: [3, 4],
      strides: [1, 2],
      shape: [2, 2],
      result: [4, 6, 8, 10],
    },
    { operand: f32([5]), start: [5], limit: [5], strides: [1], shape: [0], result: [] },
    { operand: f32([], [3]), start: [], limit: [], strides: [], shape: [], result: [3] },
  ])(
    "$operand.spec.shape from $start to $limit by $strides",
    ({ operand, start, limit, strides, shape, result }) => {
      expectResult("slice", { start, limit, strides }, [operand], f32(shape, result));
    },
  );
});

describe("pad", () => {
  test.each([
    { operand: f32([2], [1, 2]), low: [1], high: [2], interior: [0], shape: [5], result: [9, 1, 2, 9, 9] },
    { operand: f32([3], [1, 2, 3]), low: [0], high: [0], interior: [1], shape: [5], result: [1, 9, 2, 9, 3] },
    { operand: f32([4]), low: [-1], high: [-2], interior: [0], shape: [1], result: [1] },
    {
      operand: f32([3], [1, 2, 3]),
      low: [-1],
      high: [1],
      interior: [1],
      shape: [5],
      result: [9, 2, 9, 3, 9],
    },
    { operand: f32([3], [1, 2, 3]), low: [-2], high: [-1], interior: [2], shape: [4], result: [9, 2, 9, 9] },
    { operand: f32([2]), low: [2], high: [-3], interior: [0], shape: [1], result: [9] },
    { operand: f32([0]), low: [1], high: [1], interior: [3], shape: [2], result: [9, 9] },
    {
      operand: f32([1, 2], [1, 2]),
      low: [1, 0],
      high: [0, 1],
      interior: [0, 1],
      shape: [2, 4],
      result: [9, 9, 9, 9, 1, 9, 2, 9],
    },
    { operand: f32([], [1]), low: [], high: [], interior: [], shape: [], result: [1] },
  ])("$operand.spec.shape with $low, $high, $interior", ({ operand, low, high, interior, shape, result }) => {
    expectResult("pad", { low, high, interior }, [operand, f32([], [9])], f32(shape, result));
  });
});

describe("concatenate", () => {
  test.each([
    { operands: [f32([2]), f32([0]), f32([1], [9])], dimension: 0, shape: [3], result: [0, 1, 9] },
    { operands: [f32([1, 2]), f32([2, 2])], dimension: 0, shape: [3, 2], result: [0, 1, 0, 1, 2, 3] },
    { operands: [f32([2, 1]), f32([2, 2])], dimension: 1, shape: [2, 3], result: [0, 0, 1, 1, 2, 3] },
    { operands: [f32([2, 0]), f32([2, 0])], dimension: 1, shape: [2, 0], result: [] },
  ])("to $shape along $dimension", ({ operands, dimension, shape, result }) => {
    expectResult("concatenate", { dimension }, operands, f32(shape, result));
  });
});

describe("reverse", () => {
  test.each([
    { operand: f32([3]), dimensions: [0], result: [2, 1, 0] },
    { operand: f32([2, 3]), dimensions: [1], result: [2, 1, 0, 5, 4, 3] },
    { operand: f32([2, 3]), dimensions: [0, 1], result: [5, 4, 3, 2, 1, 0] },
    { operand: f32([2, 3]), dimensions: [], result: [0, 1, 2, 3, 4, 5] },
    { operand: f32([0, 3]), dimensions: [0], result: [] },
  ])("$operand.spec.shape along $dimensions", ({ operand, dimensions, result }) => {
    expectResult("reverse", { dimensions }, [operand], f32([...operand.spec.shape], result));
  });
});
