import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { makeGraph, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";
import { cheapestPair } from "./einsum-order.ts";

beforeEach(() => setBackend(BACKENDS[0]![1]()));

describe("the order of contraction", () => {
  const sizes = new Map([
    ["a", 1000],
    ["b", 2],
    ["c", 1000],
    ["d", 3],
  ]);

  test("takes the cheapest product first", () => {
    // ab·bc costs 2,000,000, bc·cd 6,000, and ab·cd nothing sums.
    expect(
      cheapestPair(
        [
          ["a", "b"],
          ["b", "c"],
          ["c", "d"],
        ],
        ["a", "d"],
        sizes,
      ),
    ).toEqual([1, 2]);
  });

  test("among equals that which leaves less", () => {
    expect(cheapestPair([["a"], ["c"], ["a", "c"]], [], sizes)).toEqual([0, 2]);
    expect(cheapestPair([["a"]], [], sizes)).toBeNull();
  });

  test("holds for the graph", () => {
    const chain = (a: Tensor, b: Tensor, c: Tensor): Tensor => np.einsum("ij,jk,kl->il", a, b, c);
    const graph = String(makeGraph(chain)(np.zeros([50, 40]), np.zeros([40, 30]), np.zeros([30, 2])));
    expect(graph).toContain("f32[40,2]");
    expect(graph).not.toContain("f32[50,30]");
  });
});

test("numbers and dtypes are promoted", () => {
  const out = np.einsum("i,->i", np.array([1, 2]), 0.5);
  expect([out.dtype, values(out)]).toEqual(["float32", [0.5, 1]]);
});

test("spaces do not matter", () => {
  expect(values(np.einsum(" i j , j -> i ", np.array([[1, 2]]), np.array([3, 4])))).toEqual([11]);
});

describe("wrong arguments", () => {
  const x = (): Tensor => np.zeros([2, 3]);

  test.each<[string, string]>([
    ["ij,jk", 'np.einsum: the equation has another number of operands. Expected 1 terms; received "ij,jk".'],
    ["ij->i->j", "the equation is not one"],
    ["i1", "the equation is not one"],
    ["ij->ik", "the result has a label k that no operand has"],
    ["ij->ii", "the result names an axis twice"],
    ["...->", "the result lacks the axes of the ellipsis"],
    [
      "ijk",
      'np.einsum: the subscripts "ijk" do not fit their operand. Expected 2 of them, one for each axis; received f32[2,3] in "ijk".',
    ],
    ["ijk...", "Expected 2 of them at most"],
    [
      "ii",
      'np.einsum: the axes i differ in size. Expected one size for each letter, or 1; received f32[2,3] in "ii".',
    ],
  ])("%s", (equation, message) => {
    expect(() => np.einsum(equation, x())).toThrow(message);
  });

  test("of the other products", () => {
    expect(() => np.tensordot(x(), np.zeros([3, 2]))).toThrow(
      "np.tensordot: the axes differ in size. Expected axes [0,1] of lhs as long as axes [0,1] of rhs; received f32[2,3] and f32[3,2].",
    );
    expect(() => np.tensordot(x(), np.zeros([4]), 1)).toThrow("axes [1] of lhs as long as axes [0] of rhs");
    expect(() => np.tensordot(x(), np.zeros([4]), 2)).toThrow("a whole number of 0…1");
    expect(() => np.vdot(x(), np.zeros([4]))).toThrow("the axes differ in size");
  });

  test("of norms and quantiles", () => {
    expect(() => np.linalg.norm(x(), { ord: 3 })).toThrow("no such order for matrices");
    expect(() => np.linalg.norm(np.zeros([2, 2, 2]), { ord: 1 })).toThrow("neither vectors nor matrices");
    expect(() => np.linalg.norm(np.zeros([2]), { ord: "fro" })).toThrow("no such order for vectors");
    expect(() => np.quantile(x(), 1.5)).toThrow(
      "np.quantile: q is no part of the whole. Expected 0…1; received 1.5.",
    );
    expect(() => np.percentile(x(), [50, -1])).toThrow("Expected 0…100; received -1.");
    expect(() => np.median(np.zeros([0]))).toThrow("no element to choose from");
    expect(() => np.lexsort([])).toThrow("np.lexsort: no keys");
    expect(() => np.sort(np.zeros([]))).toThrow("np.sort: axis out of range");
  });
});

test("quantiles of NaN are NaN", () => {
  const x = np.array([
    [1, Number.NaN, 2],
    [1, 2, 3],
  ]);
  expect(values(np.median(x, { axis: 1 }))).toEqual([Number.NaN, 2]);
});

test("of nothing", () => {
  expect(values(np.einsum("ij,jk->ik", np.zeros([2, 0]), np.zeros([0, 1])))).toEqual([[0], [0]]);
  expect(np.einsum("ii->i", np.zeros([0, 0])).shape).toEqual([0]);
  expect(np.kron(np.zeros([0]), np.zeros([3])).shape).toEqual([0]);
});
