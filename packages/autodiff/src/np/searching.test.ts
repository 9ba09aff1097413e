import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

// What depends on values has the size it needs without jit, and a given one under jit; figures are in jax-faces.test.ts.
describe.each(BACKENDS)("results whose number depends on values, on %s", (_, make) => {
  beforeEach(() => setBackend(make()));
  const x = (): Tensor =>
    np.array([
      [0, 3, 0],
      [2, 0, 3],
    ]);

  test("are as many as there are", () => {
    expect(np.nonzero(x()).map(values)).toEqual([
      [0, 1, 1],
      [1, 0, 2],
    ]);
    expect(values(np.flatnonzero(x()))).toEqual([1, 3, 5]);
    expect(values(np.argwhere(x()))).toEqual([
      [0, 1],
      [1, 0],
      [1, 2],
    ]);
    expect(values(np.unique(x()))).toEqual([0, 2, 3]);
    const { indices, inverseIndices, counts } = np.uniqueAll(x());
    expect([values(indices), values(inverseIndices), values(counts)]).toEqual([
      [0, 3, 1],
      [
        [0, 2, 0],
        [1, 0, 2],
      ],
      [3, 1, 2],
    ]);
  });

  test("every NaN is the same, and -0 is 0", () => {
    expect(values(np.unique(np.array([Number.NaN, -0, 0, Number.NaN, 1])))).toEqual([-0, 1, Number.NaN]);
  });

  test("of nothing", () => {
    const none = np.zeros([0, 3]);
    expect(np.nonzero(none).map(({ shape }) => shape)).toEqual([[0], [0]]);
    expect(values(np.unique(none))).toEqual([]);
    expect(values(np.flatnonzero(np.zeros([3])))).toEqual([]);
    expect(values(np.unique(none, { size: 2, fillValue: 7 }))).toEqual([7, 7]);
  });

  test("need a size under jit", () => {
    expect(() => jit((y: Tensor) => np.unique(y))(x())).toThrow(
      "np.unique: the number of results depends on values that a traced tensor does not have. Expected a size; received bool[6]. Say how many results there are to be: { size: 10, fillValue: -1 }.",
    );
    expect(() => jit((y: Tensor) => np.argwhere(y))(x())).toThrow("np.argwhere: the number of results");
    expect(values(jit((y: Tensor) => np.argwhere(y, { size: 1 }))(x()))).toEqual([[0, 1]]);
    expect(() => np.flatnonzero(x(), { size: -1 })).toThrow("np.flatnonzero: size is not a count");
  });

  test("unique has a gradient", () => {
    const f = (y: Tensor): Tensor =>
      np
        .unique(y, { size: 2 })
        .mul(np.array([1, 10]))
        .sum();
    expect(values(jit(grad(f))(np.array([5.5, 1.5])))).toEqual([10, 1]);
  });
});

describe("what is refused", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test.each([
    ["searchsorted in a matrix", () => np.searchsorted(np.zeros([2, 2]), 1), "np.searchsorted: no vector"],
    ["bincount of fractions", () => np.bincount(np.array([0.5]), 2), "the elements are not whole numbers"],
    [
      "bincount of weights of another size",
      () => np.bincount(np.array([1, 2]), 2, { weights: np.ones([3]) }),
      "received f32[3]",
    ],
    [
      "interp of points of another number",
      () => np.interp(1, np.ones([2]), np.ones([3])),
      "np.interp: no vector",
    ],
    ["argwhere of a scalar", () => np.argwhere(np.array(1)), "a scalar has no positions"],
    ["cross of two", () => np.cross(np.ones([2]), np.ones([2])), "np.cross: the vectors are not of three"],
    ["cov of three axes", () => np.cov(np.ones([2, 2, 2])), "np.cov: too many axes"],
    ["clip without bounds", () => np.clip(np.ones([2])), "np.clip: no bounds"],
    ["select of other pairs", () => np.select([true], []), "1 conditions and 0 choices"],
    [
      "pad of nothing with what is nearest",
      () => np.pad(np.zeros([0]), 1, { mode: "edge" }),
      "there is no element to repeat",
    ],
    // @ts-expect-error: no such mode
    ["pad in a mode there is not", () => np.pad(np.ones([2]), 1, { mode: "mirror" }), 'received "mirror"'],
    [
      "cholesky of what is not square",
      () => np.linalg.cholesky(np.ones([2, 3])),
      "the matrices are not square",
    ],
    ["singular values of a vector", () => np.linalg.svdvals(np.ones([2])), "np.linalg.svdvals: no matrix"],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });
});
