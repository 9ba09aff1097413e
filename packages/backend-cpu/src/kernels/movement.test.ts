import type { DType, Shape } from "@elegy/autodiff/spi";
import { sizeOf } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluateNode, RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { flatIndex, tabulate } from "../testing/reference-loops.test-support.ts";

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

describe.each<DType>(["float32", "uint8", "bool"])("movement of %s", (dtype) => {
  const random = new RandomNumbers();
  const make = (shape: Shape) => ({ data: random.array(dtype, sizeOf(shape)), shape, dtype });
  const pick = (operand: ReturnType<typeof make>, index: readonly number[]): number =>
    operand.data[flatIndex(index, operand.shape)] ?? NaN;

  it.each<[Shape, Shape]>([
    [
      [5, 3],
      [1, 0],
    ],
    [
      [37, 18],
      [1, 0],
    ],
    [
      [64, 80],
      [1, 0],
    ],
    [
      [3, 1, 7],
      [2, 1, 0],
    ],
    [
      [2, 9, 5, 7],
      [0, 2, 1, 3],
    ],
    [
      [2, 20, 5, 17],
      [0, 3, 2, 1],
    ],
    [
      [4, 5, 6],
      [2, 0, 1],
    ],
    [
      [2, 3, 2, 1, 2, 2, 3, 2],
      [7, 5, 3, 1, 0, 2, 4, 6],
    ],
    [
      [0, 3],
      [1, 0],
    ],
  ])("transpose %j by %j", (shape, permutation) => {
    const x = make(shape);
    const result = permutation.map((axis) => at(shape, axis));
    const expected = tabulate(result, (index) => {
      const source = shape.map(() => 0);
      for (const [to, from] of permutation.entries()) source[from] = at(index, to);
      return pick(x, source);
    });
    expect(evaluateNode("transpose", [x], { shape: result, dtype }, { permutation })).toEqual(expected);
  });

  it.each<[Shape, Shape, number[]]>([
    [[], [], []],
    [[], [7], []],
    [[], [33, 5], []],
    [[5], [3, 5], [1]],
    [[5], [5, 3], [0]],
    [
      [3, 1],
      [2, 3, 21],
      [1, 2],
    ],
    [
      [1, 4],
      [6, 4],
      [0, 1],
    ],
    [[100], [3, 100], [1]],
    [
      [2, 3],
      [2, 4, 3, 5],
      [0, 2],
    ],
    [[3], [0, 3], [1]],
  ])("broadcast %j to %j", (shape, result, broadcastDimensions) => {
    const x = make(shape);
    const expected = tabulate(result, (index) =>
      pick(
        x,
        broadcastDimensions.map((to, from) => (at(shape, from) === 1 ? 0 : at(index, to))),
      ),
    );
    const params = { shape: result, broadcastDimensions };
    expect(evaluateNode("broadcastInDim", [x], { shape: result, dtype }, params)).toEqual(expected);
  });

  it.each<[Shape, number[], number[], number[]]>([
    [[10], [2], [9], [3]],
    [
      [6, 7],
      [1, 2],
      [5, 7],
      [1, 1],
    ],
    [
      [6, 7],
      [0, 1],
      [6, 6],
      [2, 2],
    ],
    [
      [4, 300],
      [1, 0],
      [3, 300],
      [1, 1],
    ],
    [
      [3, 4, 5],
      [0, 2, 4],
      [3, 2, 5],
      [1, 1, 1],
    ],
    [
      [3, 40, 50],
      [1, 2, 4],
      [3, 38, 47],
      [1, 2, 1],
    ],
  ])("slice %j from %j to %j by %j", (shape, start, limit, strides) => {
    const x = make(shape);
    const result = start.map((from, axis) => Math.ceil((at(limit, axis) - from) / at(strides, axis)));
    const expected = tabulate(result, (index) =>
      pick(
        x,
        index.map((value, axis) => at(start, axis) + value * at(strides, axis)),
      ),
    );
    expect(evaluateNode("slice", [x], { shape: result, dtype }, { start, limit, strides })).toEqual(expected);
  });

  it.each<[Shape, number[]]>([
    [[7], [0]],
    [[3, 5], [0]],
    [[3, 5], [1]],
    [
      [3, 5, 17],
      [0, 2],
    ],
    [
      [0, 5],
      [0, 1],
    ],
  ])("reverse %j along %j", (shape, dimensions) => {
    const x = make(shape);
    const expected = tabulate(shape, (index) =>
      pick(
        x,
        index.map((value, axis) => (dimensions.includes(axis) ? at(shape, axis) - 1 - value : value)),
      ),
    );
    expect(evaluateNode("reverse", [x], { shape, dtype }, { dimensions })).toEqual(expected);
  });

  it.each<[Shape, number[], number[], number[]]>([
    [[5], [2], [1], [0]],
    [[5], [-2], [-1], [0]],
    [[5], [1], [2], [2]],
    [
      [3, 4],
      [1, 0],
      [0, 2],
      [0, 1],
    ],
    [
      [3, 4],
      [-1, 2],
      [1, -3],
      [1, 0],
    ],
    [
      [3, 4],
      [-2, -2],
      [-2, 5],
      [2, 3],
    ],
    [
      [2, 30, 3],
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ],
    [
      [0, 3],
      [2, 1],
      [1, 1],
      [0, 0],
    ],
    [[3], [-3], [0], [0]],
    [[1], [-1], [5], [0]],
    [[3], [-10], [12], [1]],
  ])("pad %j by %j, %j, %j", (shape, low, high, interior) => {
    const x = make(shape);
    const value = make([]);
    const result = shape.map((size, axis) => {
      const inner = size === 0 ? 0 : (size - 1) * (at(interior, axis) + 1) + 1;
      return Math.max(0, inner + at(low, axis) + at(high, axis));
    });
    const expected = tabulate(result, (index) => {
      const source = index.map((to, axis) => (to - at(low, axis)) / (at(interior, axis) + 1));
      const inside = source.every(
        (from, axis) => Number.isInteger(from) && from >= 0 && from < at(shape, axis),
      );
      return inside ? pick(x, source) : (value.data[0] ?? 0);
    });
    expect(evaluateNode("pad", [x, value], { shape: result, dtype }, { low, high, interior })).toEqual(
      expected,
    );
  });

  it.each<[Shape[], number]>([
    [[[3], [4], [0], [1]], 0],
    [
      [
        [2, 3],
        [2, 5],
      ],
      1,
    ],
    [
      [
        [2, 3],
        [4, 3],
      ],
      0,
    ],
    [
      [
        [2, 3, 40],
        [2, 1, 40],
        [2, 2, 40],
      ],
      1,
    ],
    [[[5, 2]], 1],
  ])("concatenate %j along %d", (shapes, dimension) => {
    const operands = shapes.map(make);
    const total = shapes.reduce((sum, shape) => sum + at(shape, dimension), 0);
    const result = (shapes[0] ?? []).map((size, axis) => (axis === dimension ? total : size));
    const expected = tabulate(result, (index) => {
      let along = at(index, dimension);
      for (const operand of operands) {
        const size = at(operand.shape, dimension);
        if (along < size)
          return pick(
            operand,
            index.map((value, axis) => (axis === dimension ? along : value)),
          );
        along -= size;
      }
      return NaN;
    });
    expect(evaluateNode("concatenate", operands, { shape: result, dtype }, { dimension })).toEqual(expected);
  });

  it("reshape and copy", () => {
    const x = make([3, 4]);
    expect(evaluateNode("reshape", [x], { shape: [2, 6], dtype }, { shape: [2, 6] })).toEqual([...x.data]);
    expect(evaluateNode("copy", [x], { shape: [3, 4], dtype }, {})).toEqual([...x.data]);
  });
});

it.each<[DType, Shape, number]>([
  ["float32", [7], 0],
  ["int32", [3, 5], 0],
  ["uint32", [3, 5], 1],
  ["uint8", [2, 7, 3], 1],
  ["float32", [2, 3, 40], 1],
  ["int32", [0], 0],
  ["bool", [2, 2], 1],
])("iota of %s %j along %d", (dtype, shape, dimension) => {
  const expected = tabulate(shape, (index) => at(index, dimension));
  expect(evaluateNode("iota", [], { shape, dtype }, { dtype, shape, dimension })).toEqual(expected);
});

it.each<[DType, number | boolean, number]>([
  ["float32", 0.5, 0.5],
  ["float32", Infinity, Infinity],
  ["int32", -7, -7],
  ["uint32", 4294967295, 4294967295],
  ["uint8", 200, 200],
  ["bool", true, 1],
])("constant %s %s", (dtype, value, expected) => {
  expect(evaluateNode("constant", [], { shape: [], dtype }, { dtype, value })).toEqual([expected]);
});

it("bitcast keeps bits", () => {
  const x = { data: Float32Array.of(1, -0), shape: [2] };
  expect(evaluateNode("bitcast", [x], { shape: [2], dtype: "uint32" }, { dtype: "uint32" })).toEqual([
    0x3f800000, 0x80000000,
  ]);
});
