import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { grad, jit, lax, makeGraph, np, setBackend, type Tensor } from "../../index.ts";
import { values } from "../../tensor/close.test-support.ts";

describe.each(BACKENDS)("lax.map on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each([1, 2, 3, 5, 8])("in batches of %i", (batchSize) => {
    const xs = { a: np.arange(5), b: np.arange(10).reshape([5, 2]) };
    const f = (tree: typeof xs): Tensor => lax.map(({ a, b }) => b.mul(a).sum(), tree, { batchSize });
    expect(values(f(xs))).toEqual([0, 5, 18, 39, 68]);
    expect(values(jit(f)(xs))).toEqual([0, 5, 18, 39, 68]);
  });

  test("of nothing", () => {
    expect(lax.map((x: Tensor) => x.mul(2), np.zeros([0, 3]), { batchSize: 2 }).shape).toEqual([0, 3]);
  });

  test("is one loop over the batches, and has a gradient", () => {
    const f = (xs: Tensor): Tensor => lax.map((x) => x.mul(x), xs, { batchSize: 2 }).sum();
    const graph = makeGraph(f)(np.ones([5]));
    expect(graph.nodes.find(({ primitive }) => primitive.name === "scan")?.params).toMatchObject({
      length: 2,
    });
    expect(values(grad(f)(np.array([1.5, 2, 3])))).toEqual([3, 4, 6]);
  });

  test("takes whole sizes", () => {
    expect(() => lax.map((x: Tensor) => x, np.ones([2]), { batchSize: 0 })).toThrow(
      "lax.map: batchSize is not a number of slices. Expected a whole number ≥ 1; received 0.",
    );
  });
});
