import { type DType, type Shape, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluateNode, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { indicesOf } from "../../testing/reference-loops.test-support.ts";

type Name = "cumsum" | "cumprod" | "cummax" | "cummin";
type Combine = (x: number, y: number) => number;

const CASES: readonly [Shape, number][] = [
  [[1], 0],
  [[7], 0],
  [[3, 1], 0],
  [[5, 9], 0],
  [[5, 9], 1],
  [[3, 5, 6], 1],
  [[2, 3, 2, 3], 2],
  [[0, 3], 0],
  [[3, 0], 0],
];

function running(
  data: ArrayLike<number>,
  shape: Shape,
  axis: number,
  reverse: boolean,
  combine: Combine,
): number[] {
  const stride = stridesOf(shape)[axis] ?? 1;
  const size = shape[axis] ?? 0;
  return indicesOf(shape).map((index, flat) => {
    const at = index[axis] ?? 0;
    const count = reverse ? size - at : at + 1;
    const first = flat + (reverse ? size - 1 - at : -at) * stride;
    const members = Array.from({ length: count }, (_, i) => data[first + (reverse ? -i : i) * stride] ?? 0);
    return members.reduce((x, y) => combine(x, y));
  });
}

const RULES: readonly [Name, DType, Combine][] = [
  ["cumsum", "float32", (x, y) => x + y],
  ["cumprod", "float32", (x, y) => x * y],
  ["cummax", "float32", Math.max],
  ["cummin", "float32", Math.min],
  ["cumsum", "int32", (x, y) => (x + y) | 0],
  ["cumprod", "uint32", (x, y) => Math.imul(x, y) >>> 0],
  ["cummax", "uint32", Math.max],
  ["cummin", "int32", Math.min],
  ["cummax", "uint8", Math.max],
  ["cummin", "bool", Math.min],
];

describe.each(RULES)("%s of %s", (name, dtype, combine) => {
  it.each(CASES)("%j along %d", (shape, axis) => {
    const data = new RandomNumbers(3).array(dtype, sizeOf(shape));
    for (const reverse of [false, true]) {
      const operand = { data, shape, dtype };
      const actual = evaluateNode(name, [operand], { shape, dtype }, { axis, reverse });
      const expected = running(data, shape, axis, reverse, combine);
      expect(actual).toEqual(dtype === "float32" ? expected.map(Math.fround) : expected);
    }
  });
});

it("carries NaN on", () => {
  const data = Float32Array.of(1, NaN, 3);
  const run = (name: Name): number[] =>
    evaluateNode(name, [{ data, shape: [3] }], { shape: [3] }, { axis: 0, reverse: false });
  for (const name of ["cumsum", "cumprod", "cummax", "cummin"] as const)
    expect(run(name)).toEqual([1, NaN, NaN]);
});

it("keeps long sums exact", () => {
  const data = new Float32Array(1e6).fill(0.1);
  const sums = evaluateNode(
    "cumsum",
    [{ data, shape: [1e6] }],
    { shape: [1e6] },
    { axis: 0, reverse: false },
  );
  expect(Math.abs((sums.at(-1) ?? 0) / (1e6 * Math.fround(0.1)) - 1)).toBeLessThan(1e-7);
});
