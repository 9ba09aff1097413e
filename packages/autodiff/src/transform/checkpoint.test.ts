import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import type { Graph } from "../primitive/primitive.ts";
import { runPipeline } from "../graph/passes/pipeline.ts";
import { checkpoint, grad, hessian, jit, jvp, makeGraph, np, setBackend, type Tensor, vjp, vmap } from "../index.ts"; // prettier-ignore
import { values } from "../tensor/close.test-support.ts";

const float = (value: number | readonly number[]): Tensor => np.array(value, { dtype: "float32" });
const f = (x: Tensor): Tensor => x.sin().mul(x).exp();
const count = (graph: Graph, name: string): number =>
  graph.nodes.filter(({ primitive }) => primitive.name === name).length;
const optimized = (g: (x: Tensor) => unknown, x: Tensor): Graph => runPipeline(makeGraph(g)(x), new Set());

describe.each(BACKENDS)("checkpoint on %s", (_name, make) => {
  beforeEach(() => setBackend(make()));

  test.each<readonly [string, (g: (x: Tensor) => Tensor) => (x: Tensor) => unknown]>([
    ["itself", (g) => g],
    ["jit", (g) => jit(g)],
    ["grad", (g) => grad(g)],
    ["jit of grad", (g) => jit(grad(g))],
    ["grad of jit", (g) => grad(jit(g))],
    ["grad of grad", (g) => grad(grad(g))],
    ["jit of grad of grad", (g) => jit(grad(grad(g)))],
    ["grad of jit of grad", (g) => grad(jit(grad(g)))],
    ["jvp", (g) => (x) => jvp(g, [x], [float(1)])],
    ["jvp of grad", (g) => (x) => jvp(grad(g), [x], [float(1)])],
    ["vjp", (g) => (x) => vjp(g, x)[1](float(2))[0]],
    ["vmap", (g) => (x) => vmap(g)(x.reshape([1]))],
    ["vmap of grad", (g) => (x) => vmap(grad(g))(x.reshape([1]))],
    ["grad of vmap", (g) => grad((x) => vmap(g)(x.reshape([1])).sum())],
    ["hessian", (g) => hessian(g)],
  ])("changes nothing under %s", (_title, transform) => {
    const plain = transform(f)(float(0.7));
    const checked = transform(checkpoint(f))(float(0.7));
    const nested = transform(checkpoint((x) => checkpoint(f)(x)))(float(0.7));
    const all = (tree: unknown): unknown => (Array.isArray(tree) ? tree.map(all) : values(tree as Tensor));
    const close = (expected: unknown): unknown =>
      Array.isArray(expected) ? expected.map(close) : expect.closeTo(expected as number, 4);
    expect(all(checked)).toEqual(close(all(plain)));
    expect(all(nested)).toEqual(close(all(plain)));
  });

  test("takes and returns trees, keeps static arguments, and sees tensors from outside", () => {
    const scale = float(3);
    const block = checkpoint(
      ({ x }: { x: Tensor }, how: "twice" | "once", power: number) =>
        [x.mul(scale).mul(how === "twice" ? 2 : 1), { x: x.mul(power) }] as const,
      { static: [1] },
    );
    const loss = (x: Tensor): Tensor => {
      const [a, b] = block({ x }, "twice", 5);
      return a.add(b.x);
    };
    expect(values(grad(loss)(float(1)))).toBe(11);
    expect(values(jit(grad(loss))(float(1)))).toBe(11);
    // What it sees from outside has a gradient too.
    expect(values(grad((s: Tensor) => checkpoint((x: Tensor) => x.mul(s))(float(4)))(float(1)))).toBe(4);
  });
});

describe("the backward pass computes again", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test("and keeps doing so after the passes", () => {
    // The derivative of each sin needs its argument: without the checkpoint one sin is computed once.
    const g = (x: Tensor): Tensor => x.sin().sin().sin();
    const value = (h: (x: Tensor) => Tensor) => (x: Tensor) => [h(x), vjp(h, x)[1](np.onesLike(x))[0]];
    expect(count(optimized(value(g), float(1)), "sin")).toBe(3);
    expect(count(optimized(value(checkpoint(g)), float(1)), "sin")).toBe(5);
    expect(count(optimized(value(jit(checkpoint(g))), float(1)), "sin")).toBe(5);
  });

  test("eagerly: no intermediate value is kept", () => {
    let linear = 0;
    const g = (x: Tensor): Tensor => x.sin().sin().sin();
    const graphOf = (h: (x: Tensor) => Tensor): Graph =>
      makeGraph((x: Tensor) => {
        linear += 1;
        return vjp(h, x)[0];
      })(float(1));
    expect(count(graphOf(g), "cos")).toBeGreaterThan(0);
    expect(count(graphOf(checkpoint(g)), "cos")).toBe(0);
    expect(linear).toBe(2);
  });

  test("a position that names no argument is an error", () => {
    expect(() => checkpoint(f, { static: [-1] })).toThrow("checkpoint: static names no argument");
  });
});
