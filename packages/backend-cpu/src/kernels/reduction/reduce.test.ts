import { type DType, hostArray, type Shape, sizeOf } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluateNode, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { flatIndex, indicesOf } from "../../testing/reference-loops.test-support.ts";
import { REDUCTIONS } from "./reduce.ts";

const CASES: readonly [Shape, number[]][] = [
  [[], []],
  [[1], [0]],
  [[5], [0]],
  [[1000], [0]],
  [[3, 4], []],
  [[3, 4], [1]],
  [[3, 4], [0]],
  [[7, 10], [0]],
  [[7, 10], [1]],
  [[7, 3], [0]],
  [[2, 3], [0]],
  [[3, 300, 2], [1]],
  [[300, 21], [0]],
  [[21, 301], [1]],
  [[2, 300, 5], [1]],
  [
    [5, 6, 7],
    [0, 2],
  ],
  [[5, 6, 7], [1]],
  [
    [5, 6, 7],
    [0, 1, 2],
  ],
  [
    [2, 3, 4, 5, 2],
    [0, 2, 4],
  ],
  [
    [2, 1, 4, 1],
    [1, 3],
  ],
  [[0, 3], [0]],
  [[3, 0], [0]],
  [
    [0, 2, 3],
    [0, 2],
  ],
];

function reduced(shape: Shape, axes: readonly number[]): number[] {
  return shape.filter((_, axis) => !axes.includes(axis));
}

function expectation(
  data: ArrayLike<number>,
  shape: Shape,
  axes: readonly number[],
  start: number,
  combine: (x: number, y: number) => number,
): number[] {
  const result = reduced(shape, axes);
  const sums = Array.from({ length: sizeOf(result) }, () => start);
  for (const [flat, index] of indicesOf(shape).entries()) {
    const to = flatIndex(
      index.filter((_, axis) => !axes.includes(axis)),
      result,
    );
    sums[to] = combine(sums[to] ?? 0, data[flat] ?? 0);
  }
  return sums;
}

describe.each(CASES)("reduce %j over %j", (shape, axes) => {
  const result = reduced(shape, axes);
  const random = new RandomNumbers();

  it("sums floats", () => {
    const data = random.floats(sizeOf(shape));
    const actual = evaluateNode("reduceSum", [{ data, shape }], { shape: result }, { axes });
    const expected = expectation(data, shape, axes, 0, (x, y) => x + y);
    expect(actual.length).toBe(expected.length);
    for (const [index, sum] of expected.entries()) expect(actual[index]).toBeCloseTo(sum, 4);
  });

  it.each<DType>(["int32", "uint32"])("sums %s with wrapping", (dtype) => {
    const data = random.array(dtype, sizeOf(shape));
    const actual = evaluateNode("reduceSum", [{ data, shape, dtype }], { shape: result, dtype }, { axes });
    const wrap = (x: number): number => (dtype === "int32" ? x | 0 : x >>> 0);
    expect(actual).toEqual(expectation(data, shape, axes, 0, (x, y) => wrap(x + y)));
  });

  it("multiplies floats", () => {
    const data = random.floats(sizeOf(shape), 0.9, 1.1);
    const actual = evaluateNode("reduceProd", [{ data, shape }], { shape: result }, { axes });
    const expected = expectation(data, shape, axes, 1, (x, y) => x * y);
    expect(actual.length).toBe(expected.length);
    for (const [index, product] of expected.entries()) {
      expect(Math.abs((actual[index] ?? NaN) / product - 1)).toBeLessThan(1e-5);
    }
  });

  it.each<DType>(["int32", "uint32"])("multiplies %s with wrapping", (dtype) => {
    const data = random.array(dtype, sizeOf(shape)).map((x) => x | 1);
    const operand = { data, shape, dtype };
    const actual = evaluateNode("reduceProd", [operand], { shape: result, dtype }, { axes });
    const wrap = (x: number): number => (dtype === "int32" ? x : x >>> 0);
    expect(actual).toEqual(expectation(data, shape, axes, 1, (x, y) => wrap(Math.imul(x, y))));
  });

  it.each<DType>(["int32", "uint32", "bool"])("bits of %s", (dtype) => {
    const data = random.array(dtype, sizeOf(shape));
    const operand = { data, shape, dtype };
    const wrap = (x: number): number => (dtype === "uint32" ? x >>> 0 : x);
    const ones = dtype === "bool" ? 1 : wrap(-1);
    const and = evaluateNode("reduceAnd", [operand], { shape: result, dtype }, { axes });
    const or = evaluateNode("reduceOr", [operand], { shape: result, dtype }, { axes });
    expect(and).toEqual(expectation(data, shape, axes, ones, (x, y) => wrap(x & y)));
    expect(or).toEqual(expectation(data, shape, axes, 0, (x, y) => wrap(x | y)));
  });

  it.each<[DType, number, number]>([
    ["float32", -Infinity, Infinity],
    ["int32", -(2 ** 31), 2 ** 31 - 1],
    ["uint32", 0, 2 ** 32 - 1],
    ["uint8", 0, 255],
    ["bool", 0, 1],
  ])("extremes of %s", (dtype, lowest, highest) => {
    const data = random.array(dtype, sizeOf(shape));
    if (dtype === "float32" && data.length > 2) data[Math.floor(data.length / 2)] = NaN;
    const operand = { data, shape, dtype };
    const max = evaluateNode("reduceMax", [operand], { shape: result, dtype }, { axes });
    const min = evaluateNode("reduceMin", [operand], { shape: result, dtype }, { axes });
    expect(max).toEqual(expectation(data, shape, axes, lowest, Math.max));
    expect(min).toEqual(expectation(data, shape, axes, highest, Math.min));
  });
});

it("keeps long sums exact", () => {
  const data = new Float32Array(1e7).fill(0.1);
  const exact = 1e7 * Math.fround(0.1);
  const sum = (shape: Shape, axes: number[]): number[] =>
    evaluateNode("reduceSum", [{ data, shape }], { shape: reduced(shape, axes) }, { axes });
  for (const total of [...sum([1e7], [0]), ...sum([1000, 10000], [0, 1])]) {
    expect(Math.abs(total / exact - 1)).toBeLessThan(5e-7);
  }
  for (const total of sum([5e6, 2], [0])) expect(Math.abs(total / (exact / 2) - 1)).toBeLessThan(5e-7);
  for (const total of [...sum([1e6, 10], [0]), ...sum([10, 1e6], [1])]) {
    expect(Math.abs(total / (exact / 10) - 1)).toBeLessThan(5e-7);
  }
});

describe.each<DType>(["float32", "int32", "uint32", "uint8", "bool"])(
  "arguments of the extremes of %s",
  (dtype) => {
    it.each<[Shape, number]>([
      [[1], 0],
      [[9], 0],
      [[4, 10], 1],
      [[4, 10], 0],
      [[3, 5, 4], 1],
      [[0, 5], 1],
      [[5, 0], 0],
      [[5, 3], 0],
      [[1, 3], 0],
      [[2, 7, 2], 1],
      [[3, 4, 6], 1],
      [[2, 23], 1],
    ])("of %j along %d", (shape, axis) => {
      const random = new RandomNumbers(7);
      const data = hostArray(dtype, sizeOf(shape));
      for (let index = 0; index < data.length; index++)
        data[index] = dtype === "bool" ? random.below(2) : random.below(5);
      if (dtype === "float32") for (let index = 0; index < data.length; index += 7) data[index] = NaN;
      const result = reduced(shape, [axis]);
      const better = {
        argmax: (x: number, best: number) => x > best || (Number.isNaN(x) && !Number.isNaN(best)),
        argmin: (x: number, best: number) => x < best || (Number.isNaN(x) && !Number.isNaN(best)),
      };
      for (const name of ["argmax", "argmin"] as const) {
        const params = { axis, dtype: "int32" } as const;
        const actual = evaluateNode(
          name,
          [{ data, shape, dtype }],
          { shape: result, dtype: "int32" },
          params,
        );
        const expected = indicesOf(result).map((index) => {
          const value = (along: number): number =>
            data[flatIndex(index.toSpliced(axis, 0, along), shape)] ?? 0;
          let best = 0;
          for (let along = 1; along < (shape[axis] ?? 0); along++)
            if (better[name](value(along), value(best))) best = along;
          return best;
        });
        expect(actual).toEqual(expected);
      }
    });
  },
);

describe("extremes of rows and of narrow columns long enough to be taken four vectors at a time", () => {
  const ROW = 50;
  const extreme = (name: "reduceMax" | "reduceMin", data: Float32Array): number => {
    const [ofRow = 0] = evaluateNode(name, [{ data, shape: [1, ROW] }], { shape: [1] }, { axes: [1] });
    const beside = Float32Array.from({ length: 2 * ROW }, (_, i) => (i % 2 === 0 ? (data[i / 2] ?? 0) : NaN));
    const columns = [{ data: beside, shape: [ROW, 2] }];
    expect(evaluateNode(name, columns, { shape: [2] }, { axes: [0] })).toEqual([ofRow, NaN]);
    return ofRow;
  };

  it("are NaN wherever one is, of either sign", () => {
    const negative = new Float32Array(Uint32Array.of(0xffc00000).buffer)[0] ?? NaN;
    for (const nan of [NaN, negative]) {
      for (let at = 0; at < ROW; at++) {
        const data = Float32Array.from({ length: ROW }, (_, index) => index - 25);
        data[at] = nan;
        expect(extreme("reduceMax", data)).toBeNaN();
        expect(extreme("reduceMin", data)).toBeNaN();
      }
    }
  });

  it("tell zeros apart", () => {
    for (let at = 0; at < ROW; at++) {
      const below = new Float32Array(ROW).fill(-1);
      below[at] = -0;
      expect(extreme("reduceMax", below)).toBe(-0);
      below[(at + 17) % ROW] = 0;
      expect(extreme("reduceMax", below)).toBe(0);
      const above = new Float32Array(ROW).fill(1);
      above[at] = 0;
      expect(extreme("reduceMin", above)).toBe(0);
      above[(at + 17) % ROW] = -0;
      expect(extreme("reduceMin", above)).toBe(-0);
    }
  });

  it("take infinities as numbers", () => {
    const data = new Float32Array(ROW).fill(-Infinity);
    expect(extreme("reduceMax", data)).toBe(-Infinity);
    data[7] = Infinity;
    expect([extreme("reduceMax", data), extreme("reduceMin", data)]).toEqual([Infinity, -Infinity]);
  });
});

it("are cut by columns where the first axes are reduced, at cache lines", () => {
  const starts = (shape: Shape, axes: readonly number[]): unknown => {
    const outputs = [{ shape: shape.filter((_, axis) => !axes.includes(axis)), dtype: "float32" as const }];
    const inputs = [{ shape, dtype: "float32" as const }];
    const { parts } = REDUCTIONS.reduceSum.lower({ name: "reduceSum", params: { axes }, inputs, outputs });
    return parts?.(2).map(({ offsets }) => offsets);
  };
  expect(starts([9, 5, 40], [0, 1])).toEqual([
    [0, 0],
    [128, 128],
  ]);
  expect(starts([9, 16], [0])).toEqual([[0, 0]]);
  expect(starts([9, 40], [1])).toBeUndefined();
});
