import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluateNode, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { furthest } from "../../testing/ulps.test-support.ts";

const CASES: readonly [Shape, number][] = [
  ...[1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33].map((size): [Shape, number] => [[6, size], 1]),
  ...[1, 2, 3, 4, 5, 8, 9].map((inner): [Shape, number] => [[2, 5, inner], 1]),
  [[9], 0],
  [[64, 10], 1],
  [[13, 700], 1],
  [[2, 9001], 1],
  [[300, 21], 0],
  [[2, 3, 4, 5], 2],
  [[0, 3], 1],
  [[3, 0], 1],
  [[0, 3], 0],
];

function softmax(data: Float32Array, shape: Shape, axis: number): Float32Array {
  return Float32Array.from(evaluateNode("softmax", [{ data, shape }], { shape }, { axis }));
}

/** In float64, but for the distances to the greatest. */
function exact(data: Float32Array, shape: Shape, axis: number): number[] {
  const [size, inner] = [shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
  return Array.from(data, (x, flat) => {
    const first = flat - (Math.floor(flat / inner) % size) * inner;
    const row = Array.from({ length: size }, (_, k) => data[first + k * inner] ?? 0);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const power = (y: number): number => Math.exp(Math.fround(y - most));
    return power(x) / row.reduce((sum, y) => sum + power(y), 0);
  });
}

describe("softmax", () => {
  it.each(CASES)("of %j along %d", (shape, axis) => {
    const random = new RandomNumbers();
    for (const spread of [1, 30, 160]) {
      const data = Float32Array.from({ length: sizeOf(shape) }, () => spread * (random.next() - 0.5));
      const { ulps } = furthest(softmax(data, shape, axis), exact(data, shape, axis));
      expect(ulps).toBeLessThanOrEqual(5);
    }
  });

  it("is 0 for −∞, and for what is far below the greatest", () => {
    const data = Float32Array.of(0, -Infinity, -3e38, -150, -104.5, 0, -1e9, -Infinity, 0);
    expect([...softmax(data, [9], 0)].map((x) => x * 3)).toEqual(
      [1, 0, 0, 0, 0, 1, 0, 0, 1].map((x) => 3 * Math.fround(x / 3)),
    );
  });

  it("is as exact where results are below the normal range", () => {
    const data = Float32Array.of(0, -88, -95, -100, -102);
    expect(furthest(softmax(data, [5], 0), exact(data, [5], 0)).ulps).toBeLessThanOrEqual(1);
  });

  it.each([NaN, Infinity])("makes a row NaN that holds %d, and no other", (odd) => {
    for (const at of [0, 3, 5, 20]) {
      const data = new Float32Array(63).fill(1);
      data[21 + at] = odd;
      const result = softmax(data, [3, 21], 1);
      expect(result.findIndex(Number.isNaN)).toBe(21);
      expect(result.findLastIndex(Number.isNaN)).toBe(41);
      expect(result.filter(Number.isNaN)).toHaveLength(21);
    }
  });

  it("is NaN of nothing but −∞, as in JAX", () => {
    expect([...softmax(new Float32Array(5).fill(-Infinity), [5], 0)]).toEqual(Array(5).fill(NaN));
  });
});
