import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const shaped = (...shape: number[]): Tensor => np.arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);
const loop = (count: number, at: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));

describe("shapes", () => {
  test.each<[string, (x: Tensor, y: Tensor) => Tensor, number[], number[], number[]]>([
    ["dot of vectors", np.dot, [3], [3], []],
    ["dot of matrices", np.dot, [2, 3], [3, 4], [2, 4]],
    ["dot of a matrix and a vector", np.dot, [2, 3], [3], [2]],
    ["dot of a vector and a matrix", np.dot, [3], [3, 4], [4]],
    ["dot with a scalar", np.dot, [], [2, 3], [2, 3]],
    ["dot of more axes", np.dot, [2, 3, 4], [5, 4, 6], [2, 3, 5, 6]],
    ["dot of more axes and a vector", np.dot, [2, 3, 4], [4], [2, 3]],
    ["dot over nothing", np.dot, [2, 0], [0, 3], [2, 3]],
    ["matmul of vectors", np.matmul, [3], [3], []],
    ["matmul of a matrix and a vector", np.matmul, [2, 3], [3], [2]],
    ["matmul of a vector and a matrix", np.matmul, [3], [3, 4], [4]],
    ["matmul of batches", np.matmul, [5, 2, 3], [5, 3, 4], [5, 2, 4]],
    ["matmul of a batch and a matrix", np.matmul, [5, 2, 3], [3, 4], [5, 2, 4]],
    ["matmul of batches that broadcast", np.matmul, [5, 1, 2, 3], [6, 3, 4], [5, 6, 2, 4]],
    ["matmul of a batch and a vector", np.matmul, [5, 2, 3], [3], [5, 2]],
    ["matmul of a vector and a batch", np.matmul, [3], [5, 3, 4], [5, 4]],
    ["matmul of no batches", np.matmul, [0, 2, 3], [3, 4], [0, 2, 4]],
  ])("%s", (_name, product, x, y, expected) => {
    expect(product(shaped(...x), shaped(...y)).shape).toEqual(expected);
  });
});

test("elements", () => {
  expect(values(np.dot(shaped(2, 3), shaped(3, 2)))).toEqual([
    [10, 13],
    [28, 40],
  ]);
  expect(values(shaped(3).dot(shaped(3)))).toBe(5);
  expect(values(shaped(2, 2).matmul(np.array([1.5, 1])))).toEqual([1, 6]);
  expect(values(np.dot(shaped(2), np.array(3)))).toEqual([0, 3]);
  // dot(x, y)[i, j, k, m] = Σ x[i, j, :]·y[k, :, m]
  const dot = np.dot(shaped(2, 1, 2), shaped(2, 2, 1)).dataSync();
  expect(Array.from(dot)).toEqual([1, 3, 3, 13]);
  // matmul(x, y)[b] = x[b]·y[b]
  const batched = np.matmul(shaped(2, 1, 2), shaped(2, 2, 1)).dataSync();
  expect(Array.from(batched)).toEqual(loop(2, (b) => 2 * b * 2 * b + (2 * b + 1) * (2 * b + 1)));
});

describe("inner sizes that differ", () => {
  test.each<[string, () => Tensor, string]>([
    [
      "dot",
      () => np.dot(np.ones([32, 784]), np.ones([10, 784])),
      "np.dot: inner sizes differ. Expected lhs[…, k] and rhs[k, …]; received f32[32,784] and f32[10,784] (784 ≠ 10). Did you mean rhs.transpose()?",
    ],
    [
      "dot of vectors",
      () => np.dot(np.ones([2]), np.ones([3])),
      "np.dot: inner sizes differ. Expected lhs[…, k] and rhs[k, …]; received f32[2] and f32[3] (2 ≠ 3).",
    ],
    [
      "matmul",
      () =>
        np
          .ones([2, 3])
          .matmul(np.ones([2, 3, 3]))
          .matmul(np.ones([4, 3])),
      "np.matmul: inner sizes differ.",
    ],
    [
      "matmul of batches",
      () => np.matmul(np.ones([2, 1, 3]), np.ones([3, 3, 1])),
      "np.matmul: the shapes do not broadcast.",
    ],
    [
      "matmul with a scalar",
      () => np.matmul(np.ones([2]), np.ones([])),
      "np.matmul: an operand is a scalar. Expected at least one axis each; received f32[2] and f32[]. Use x.mul(y).",
    ],
  ])("%s", (_name, product, message) => {
    expect(product).toThrow(message);
  });

  test("a vector of the wrong size names both", () => {
    expect(() => np.dot(np.ones([4, 3]), np.ones([4]))).toThrow("received f32[4,3] and f32[4] (3 ≠ 4)");
  });

  test("uint8 is to be converted first", () => {
    const pixels = np.ones([2, 2], { dtype: "uint8" });
    expect(() => np.dot(pixels, pixels)).toThrow("dotGeneral: not defined for uint8.");
  });
});
