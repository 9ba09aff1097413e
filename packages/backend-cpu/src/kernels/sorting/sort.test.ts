import { type DType, hostArray, type Shape, sizeOf, type TypedArray } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { indicesOf } from "../../testing/reference-loops.test-support.ts";

interface Operand {
  readonly data: TypedArray;
  readonly dtype: DType;
}

function sorted(
  operands: readonly Operand[],
  shape: Shape,
  dimension: number,
  numKeys: number,
): TypedArray[] {
  const builder = new GraphBuilder();
  const inputs = operands.map(({ dtype }) => builder.input(shape, dtype));
  const outputs = builder.nodes(
    "sort",
    inputs,
    inputs.map(({ spec }) => spec),
    { dimension, numKeys, isStable: true },
  );
  return evaluate(
    builder.graph(...outputs),
    operands.map(({ data }) => data),
  );
}

/** The same by JavaScript's own sort, row by row. */
function expected(
  operands: readonly Operand[],
  shape: Shape,
  dimension: number,
  numKeys: number,
): TypedArray[] {
  const results = operands.map(({ data, dtype }) => hostArray(dtype, data.length));
  const rows = new Map<string, number[]>();
  for (const [place, index] of indicesOf(shape).entries()) {
    const row = index.with(dimension, 0).join();
    rows.set(row, [...(rows.get(row) ?? []), place]);
  }
  for (const places of rows.values()) {
    const order = places.toSorted((a, b) => {
      for (const { data } of operands.slice(0, numKeys)) {
        const [x = 0, y = 0] = [data[a], data[b]];
        const unordered = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
        if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return unordered || (x < y ? -1 : 1);
      }
      return 0;
    });
    order.forEach((from, i) =>
      results.forEach((result, k) => (result[places[i] ?? 0] = operands[k]?.data[from] ?? 0)),
    );
  }
  return results;
}

const SHAPES: readonly [Shape, number][] = [
  [[1], 0],
  [[2], 0],
  [[17], 0],
  [[1000], 0],
  [[64], 0],
  [[2, 65], 1],
  [[5, 33], 1],
  [[33, 5], 0],
  [[3, 20, 4], 1],
  [[2, 1, 3, 1, 2, 1, 4, 2], 6],
  [[0, 4], 1],
  [[4, 0], 1],
];

describe.each<DType>(["float32", "int32", "uint32", "uint8", "bool"])("sort of %s", (dtype) => {
  it.each(SHAPES)("%j along %d", (shape, dimension) => {
    const numbers = new RandomNumbers(7);
    const size = sizeOf(shape);
    const keys = { data: numbers.array(dtype, size), dtype };
    if (dtype === "float32")
      for (let i = 3; i < size; i += 11) keys.data[i] = [NaN, 0, -0, Infinity][i % 4] ?? 0;
    const positions = { data: Int32Array.from({ length: size }, (_, i) => i), dtype: "int32" as const };
    const bytes = { data: numbers.array("uint8", size), dtype: "uint8" as const };
    for (const numKeys of [1, 2, 3]) {
      const operands = [keys, bytes, positions];
      expect(sorted(operands, shape, dimension, numKeys)).toEqual(
        expected(operands, shape, dimension, numKeys),
      );
    }
  });
});
