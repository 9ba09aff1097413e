import { type CorePrimitives, type DType, type Shape, sizeOf } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { evaluateNode, RandomNumbers } from "../../testing/graph-builder.test-support.ts";
import { flatIndex, indicesOf } from "../../testing/reference-loops.test-support.ts";

type Params = CorePrimitives["dotGeneral"];

const pick = (shape: readonly number[], axes: readonly number[]): number[] =>
  axes.map((axis) => shape[axis] ?? 0);

function free(shape: Shape, batch: readonly number[], contracting: readonly number[]): number[] {
  return [...shape.keys()].filter((axis) => !batch.includes(axis) && !contracting.includes(axis));
}

/** Sums in float64, and the sums of the magnitudes, by which an error is measured. */
function naive(lhs: Shape, rhs: Shape, a: ArrayLike<number>, b: ArrayLike<number>, params: Params) {
  const lhsFree = free(lhs, params.lhsBatch, params.lhsContracting);
  const rhsFree = free(rhs, params.rhsBatch, params.rhsContracting);
  const shape = [...pick(lhs, params.lhsBatch), ...pick(lhs, lhsFree), ...pick(rhs, rhsFree)];
  const inner = indicesOf(pick(lhs, params.lhsContracting));
  const place = (rank: number, ...parts: [readonly number[], readonly number[]][]): number[] => {
    const index = Array.from({ length: rank }, () => 0);
    for (const [axes, values] of parts) for (const [i, axis] of axes.entries()) index[axis] = values[i] ?? 0;
    return index;
  };
  const batchRank = params.lhsBatch.length;
  const entries = indicesOf(shape).map((index) => {
    const batch = index.slice(0, batchRank);
    const row = index.slice(batchRank, batchRank + lhsFree.length);
    const column = index.slice(batchRank + lhsFree.length);
    let [sum, magnitude] = [0, 0];
    for (const k of inner) {
      const left = place(lhs.length, [params.lhsBatch, batch], [lhsFree, row], [params.lhsContracting, k]);
      const right = place(
        rhs.length,
        [params.rhsBatch, batch],
        [rhsFree, column],
        [params.rhsContracting, k],
      );
      const product = (a[flatIndex(left, lhs)] ?? 0) * (b[flatIndex(right, rhs)] ?? 0);
      sum += product;
      magnitude += Math.abs(product);
    }
    return { sum, magnitude };
  });
  return { shape, entries };
}

function check(lhs: Shape, rhs: Shape, params: Params): void {
  const random = new RandomNumbers();
  const [a, b] = [random.floats(sizeOf(lhs)), random.floats(sizeOf(rhs))];
  const { shape, entries } = naive(lhs, rhs, a, b, params);
  const operands = [
    { data: a, shape: lhs },
    { data: b, shape: rhs },
  ];
  const actual = evaluateNode("dotGeneral", operands, { shape }, params);
  expect(actual.length).toBe(entries.length);
  const errors = entries.map(
    ({ sum, magnitude }, index) => Math.abs((actual[index] ?? NaN) - sum) / (magnitude || 1),
  );
  expect(errors.findIndex((error) => !(error <= 1e-6))).toBe(-1);
}

const SIZES = [
  [1, 1, 1],
  [1, 1, 50],
  [1, 17, 9],
  [17, 1, 9],
  [1, 40, 1],
  [2, 3, 5],
  [3, 37, 6],
  [4, 8, 4],
  [5, 9, 3],
  [7, 31, 13],
  [8, 16, 12],
  [9, 10, 1],
  [13, 5, 17],
  [70, 12, 21],
  [131, 9, 33],
  [6, 20, 1030],
  [2, 2, 1100],
  [30, 4, 600],
] as const;

describe.each(SIZES)("%d × %d, summed over %d", (m, n, k) => {
  it.each([
    ["A B", [m, k], [k, n], 1, 0],
    ["A Bᵀ", [m, k], [n, k], 1, 1],
    ["Aᵀ B", [k, m], [k, n], 0, 0],
    ["Aᵀ Bᵀ", [k, m], [n, k], 0, 1],
  ] as const)("%s", (_name, lhs, rhs, lhsAxis, rhsAxis) => {
    check(lhs, rhs, { lhsContracting: [lhsAxis], rhsContracting: [rhsAxis], lhsBatch: [], rhsBatch: [] });
  });

  it("batched, each operand in two layouts", () => {
    if (m * n * k > 10000) return;
    check([3, m, k], [3, k, n], { lhsContracting: [2], rhsContracting: [1], lhsBatch: [0], rhsBatch: [0] });
    check([m, 3, k], [k, 3, n], { lhsContracting: [2], rhsContracting: [0], lhsBatch: [1], rhsBatch: [1] });
    check([m, k, 3], [n, k, 3], { lhsContracting: [1], rhsContracting: [1], lhsBatch: [2], rhsBatch: [2] });
  });
});

it("of a right side that is too large to be in panels as a whole", () => {
  const [m, k, n] = [5, 520, 4100];
  const random = new RandomNumbers();
  const [a, b] = [random.floats(m * k), random.floats(k * n)];
  const expected = new Float64Array(m * n);
  for (const [index, left] of a.entries()) {
    const [row, step] = [Math.floor(index / k), index % k];
    for (let column = 0; column < n; column++)
      expected[row * n + column] = (expected[row * n + column] ?? 0) + left * (b[step * n + column] ?? 0);
  }
  const operands = [
    { data: a, shape: [m, k] },
    { data: b, shape: [k, n] },
  ];
  const params = { lhsContracting: [1], rhsContracting: [0], lhsBatch: [], rhsBatch: [] };
  const actual = evaluateNode("dotGeneral", operands, { shape: [m, n] }, params);
  expect(actual.findIndex((value, index) => !(Math.abs(value - (expected[index] ?? NaN)) <= 1e-3))).toBe(-1);
});

it("sums and keeps several axes", () => {
  check([3, 4, 5, 6], [5, 7, 4], {
    lhsContracting: [1, 2],
    rhsContracting: [2, 0],
    lhsBatch: [],
    rhsBatch: [],
  });
  check([2, 3, 4, 5], [4, 3, 6, 2], {
    lhsContracting: [2],
    rhsContracting: [0],
    lhsBatch: [0, 1],
    rhsBatch: [3, 1],
  });
  check([4, 3], [5, 2], { lhsContracting: [], rhsContracting: [], lhsBatch: [], rhsBatch: [] });
  check([3, 4], [3, 4], { lhsContracting: [0, 1], rhsContracting: [0, 1], lhsBatch: [], rhsBatch: [] });
  check([3, 4], [3, 4], { lhsContracting: [], rhsContracting: [], lhsBatch: [0, 1], rhsBatch: [0, 1] });
});

it("of nothing is zero", () => {
  check([3, 0], [0, 5], { lhsContracting: [1], rhsContracting: [0], lhsBatch: [], rhsBatch: [] });
  check([0, 3], [3, 5], { lhsContracting: [1], rhsContracting: [0], lhsBatch: [], rhsBatch: [] });
  check([0, 2, 3], [0, 3, 5], { lhsContracting: [2], rhsContracting: [1], lhsBatch: [0], rhsBatch: [0] });
});

describe.each<DType>(["int32", "uint32"])("of %s", (dtype) => {
  it.each([
    [3, 5, 4],
    [1, 3, 1],
    [4, 1, 3],
    [5, 7, 5],
    [9, 2, 7],
    [8, 4, 8],
    [6, 3, 11],
    [9, 1100, 19],
    [70, 6, 9],
  ])("%d × %d by %d wraps", (m, k, n) => {
    const random = new RandomNumbers();
    const [a, b] = [random.array(dtype, m * k), random.array(dtype, k * n)];
    const expected = indicesOf([m, n]).map(([row = 0, column = 0]) => {
      let sum = 0;
      for (let i = 0; i < k; i++) sum = (sum + Math.imul(a[row * k + i] ?? 0, b[i * n + column] ?? 0)) | 0;
      return dtype === "int32" ? sum : sum >>> 0;
    });
    const params = { lhsContracting: [1], rhsContracting: [0], lhsBatch: [], rhsBatch: [] };
    const operands = [
      { data: a, shape: [m, k], dtype },
      { data: b, shape: [k, n], dtype },
    ];
    expect(evaluateNode("dotGeneral", operands, { shape: [m, n], dtype }, params)).toEqual(expected);
  });
});
