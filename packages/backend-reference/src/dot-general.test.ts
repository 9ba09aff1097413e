import type { DotGeneralParams } from "@elegy/autodiff/spi";
import { expect, test } from "vitest";
import { evaluate, expectResult, tensor } from "./evaluate.test-support.ts";

const f32 = (shape: number[], elements?: number[]) => tensor("float32", shape, elements);

const contracting = (
  lhs: number[],
  rhs: number[],
  lhsBatch: number[] = [],
  rhsBatch: number[] = [],
): DotGeneralParams => ({
  lhsContracting: lhs,
  rhsContracting: rhs,
  lhsBatch,
  rhsBatch,
});

// [0 1 2; 3 4 5] · [0 1; 2 3; 4 5]
const product = [10, 13, 28, 40];

test.each([
  {
    name: "matrix · matrix",
    params: contracting([1], [0]),
    operands: [f32([2, 3]), f32([3, 2])],
    shape: [2, 2],
    result: product,
  },
  {
    name: "left transposed",
    params: contracting([0], [0]),
    operands: [f32([3, 2], [0, 3, 1, 4, 2, 5]), f32([3, 2])],
    shape: [2, 2],
    result: product,
  },
  {
    name: "right transposed",
    params: contracting([1], [1]),
    operands: [f32([2, 3]), f32([2, 3], [0, 2, 4, 1, 3, 5])],
    shape: [2, 2],
    result: product,
  },
  {
    name: "vector · vector",
    params: contracting([0], [0]),
    operands: [f32([3]), f32([3])],
    shape: [],
    result: [5],
  },
  {
    name: "outer product",
    params: contracting([], []),
    operands: [f32([2], [1, 2]), f32([3])],
    shape: [2, 3],
    result: [0, 1, 2, 0, 2, 4],
  },
  {
    name: "two axes, in another order",
    params: contracting([0, 1], [1, 0]),
    operands: [f32([2, 2]), f32([2, 2])],
    shape: [],
    result: [13],
  },
  {
    name: "batch",
    params: contracting([2], [1], [0], [0]),
    operands: [f32([2, 1, 2]), f32([2, 2, 1])],
    shape: [2, 1, 1],
    result: [1, 13],
  },
  {
    name: "batch axis last",
    params: contracting([0], [0], [1], [1]),
    operands: [f32([2, 2]), f32([2, 2])],
    shape: [2],
    result: [4, 10],
  },
  {
    name: "batch alone",
    params: contracting([], [], [0], [0]),
    operands: [f32([3]), f32([3])],
    shape: [3],
    result: [0, 1, 4],
  },
  {
    name: "nothing to sum",
    params: contracting([1], [0]),
    operands: [f32([2, 0]), f32([0, 2])],
    shape: [2, 2],
    result: [0, 0, 0, 0],
  },
  {
    name: "no rows",
    params: contracting([1], [0]),
    operands: [f32([0, 3]), f32([3, 2])],
    shape: [0, 2],
    result: [],
  },
])("dotGeneral: $name", ({ params, operands, shape, result }) => {
  expectResult("dotGeneral", params, operands, f32(shape, result));
});

test("free axes: those of the left operand, then those of the right", () => {
  const lhs = f32([2, 3, 4, 5]);
  const rhs = f32([4, 6, 2]);
  const spec = { shape: [4, 3, 5, 6], dtype: "float32" } as const;
  const [result] = evaluate("dotGeneral", contracting([0], [2], [2], [0]), [lhs, rhs], [spec]);
  const expected: number[] = [];
  for (let b = 0; b < 4; b++)
    for (let m = 0; m < 3; m++)
      for (let n = 0; n < 5; n++)
        for (let o = 0; o < 6; o++) {
          const term = (k: number): number =>
            lhs.data[((k * 3 + m) * 4 + b) * 5 + n]! * rhs.data[(b * 6 + o) * 2 + k]!;
          expected.push(term(0) + term(1));
        }
  expect([...result!]).toEqual(expected);
});

test("sums in float64, wraps in integers", () => {
  const big = f32([3], [2 ** 24, 1, 1]);
  expectResult("dotGeneral", contracting([0], [0]), [big, f32([3], [1, 1, 1])], f32([], [2 ** 24 + 2]));
  const int = tensor("int32", [2], [2 ** 31 - 1, 2 ** 31 - 1]);
  expectResult("dotGeneral", contracting([0], [0]), [int, int], tensor("int32", [], [2]));
  const uint = tensor("uint32", [1], [2 ** 32 - 1]);
  expectResult("dotGeneral", contracting([], []), [uint, uint], tensor("uint32", [1, 1], [1]));
});
