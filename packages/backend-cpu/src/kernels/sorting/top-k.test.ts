import { type DType, type Shape, sizeOf, type TypedArray } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "../../testing/graph-builder.test-support.ts";

function topK(data: TypedArray, dtype: DType, shape: Shape, k: number): number[][] {
  const builder = new GraphBuilder();
  const results = [...shape.slice(0, -1), k];
  const specs = [
    { shape: results, dtype },
    { shape: results, dtype: "int32" as const },
  ];
  const outputs = builder.nodes("topK", [builder.input(shape, dtype)], specs, { k });
  return evaluate(builder.graph(...outputs), [data]).map((result) => [...result]);
}

/** By JavaScript's own sort: NaN first, 0 before −0, the first of equals first. */
function expected(data: TypedArray, size: number, k: number): number[][] {
  const places = Array.from({ length: data.length / size }, (_, row) => {
    const elements = [...data.subarray(row * size, (row + 1) * size)];
    const order = [...elements.keys()].toSorted((a, b) => {
      const [x = 0, y = 0] = [elements[a], elements[b]];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
      return y - x || Number(Object.is(x, -0)) - Number(Object.is(y, -0));
    });
    return order.slice(0, k);
  });
  return [places.flatMap((some, row) => some.map((at) => data[row * size + at] ?? 0)), places.flat()];
}

describe.each<DType>(["float32", "int32", "uint32", "uint8", "bool"])("topK of %s", (dtype) => {
  it.each<[Shape, number]>([
    [[1], 1],
    [[7], 7],
    [[1000], 1],
    [[1000], 5],
    [[1000], 62],
    [[1000], 63],
    [[1000], 1000],
    [[3, 163], 10],
    [[2, 3, 5], 2],
    [[5, 300], 100],
    [[3, 4], 0],
    [[0, 4], 2],
  ])("%j, the first %d", (shape, k) => {
    const data = new RandomNumbers(11).array(dtype, sizeOf(shape));
    if (dtype === "float32")
      for (let i = 2; i < data.length; i += 7) data[i] = [NaN, 0, -0, Infinity, -Infinity][i % 5] ?? 0;
    expect(topK(data, dtype, shape, k)).toEqual(expected(data, shape.at(-1) ?? 1, k));
  });

  it("takes ascending and descending rows", () => {
    const up = new RandomNumbers(3).array(dtype, 400).toSorted();
    for (const data of [up, up.toReversed()])
      expect(topK(data, dtype, [400], 20)).toEqual(expected(data, 400, 20));
  });
});
