import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { checkpoint, customJvp, customVjp, grad, jit, jvp, lax, makeGraph, nn, np, setBackend, type Tensor, vjp, vmap } from "../../index.ts"; // prettier-ignore
import { runPipeline } from "../../graph/passes/pipeline.ts";
import { values } from "../../tensor/close.test-support.ts";

type F = (x: Tensor) => Tensor;
const float = (value: number): Tensor => np.array(value, { dtype: "float32" });

const step: F = (x) => x.sin().mul(x).exp().mul(0.5);
const soft: F = (x) =>
  nn
    .softmax(np.stack([x, x.mul(2)]))
    .mul(np.stack([x, x.sin()]))
    .sum();
/** x², whose derivative is said to be 3x, so that one sees who differentiated. */
const forward: F = customJvp((x: Tensor) => x.mul(x)).defJvp(([x], [dx]) => [forward(x), dx.mul(x).mul(3)]);
const backward: F = customVjp((x: Tensor) => x.mul(x)).defVjp(
  (x) => [x.mul(x), x],
  (x, ct) => [ct.mul(x).mul(3)],
);

const times =
  (f: F): F =>
  (x) =>
    lax.scan((c, y) => [f(c.mul(y)), null], x, np.array([0.9, 1.1, 0.8], { dtype: "float32" }))[0];
const written =
  (f: F): F =>
  (x) =>
    [0.9, 1.1, 0.8].reduce((c, y) => f(c.mul(y)), x);
const whether =
  (f: F): F =>
  (x) =>
    lax.cond(x.greater(0), f, (a) => a.neg(), x);

type Case = readonly [title: string, make: () => F, plain: F];

const SMOOTH: readonly Case[] = [
  ["scan of checkpoint", () => times(checkpoint(step)), written(step)],
  ["checkpoint of scan", () => checkpoint(times(step)), written(step)],
  ["checkpoint of scan of checkpoint", () => checkpoint(times(checkpoint(step))), written(step)],
  ["checkpoint of scan of softmax", () => checkpoint(times(soft)), written(soft)],
  ["checkpoint of jit of scan", () => checkpoint(jit(times(step))), written(step)],
  ["checkpoint of cond", () => checkpoint(whether(step)), step],
  ["cond of checkpoint", () => whether(checkpoint(step)), step],
  ["scan of cond of checkpoint", () => times(whether(checkpoint(step))), written(step)],
  ["scan of customJvp", () => times(forward), written(forward)],
  ["cond of customJvp", () => whether(forward), forward],
  ["checkpoint of scan of customJvp", () => checkpoint(times(forward)), written(forward)],
];
const REVERSE_ONLY: readonly Case[] = [
  ["scan of customVjp", () => times(backward), written(backward)],
  ["cond of customVjp", () => whether(backward), backward],
  ["checkpoint of scan of customVjp", () => checkpoint(times(backward)), written(backward)],
];

type Transformation = readonly [title: string, apply: (f: F) => F];

const pair: F = (x) => np.stack([x, x.mul(0.5)]);
const REVERSE: readonly Transformation[] = [
  ["itself", (f) => f],
  ["jit", (f) => jit(f)],
  ["vmap", (f) => (x) => vmap(f)(pair(x))],
  ["grad", (f) => grad(f)],
  ["jit of grad", (f) => jit(grad(f))],
  ["grad of jit", (f) => grad(jit(f))],
  ["vmap of grad", (f) => (x) => vmap(grad(f))(pair(x))],
  ["grad of vmap", (f) => grad((x: Tensor) => vmap(f)(pair(x)).sum())],
];
const BOTH: readonly Transformation[] = [
  ...REVERSE,
  ["jvp", (f) => (x) => jvp(f, [x], [float(1)])[1]],
  ["jit of jvp", (f) => jit((x: Tensor) => jvp(f, [x], [float(1)])[1])],
  ["grad of grad", (f) => grad(grad(f))],
  ["jit of grad of grad", (f) => jit(grad(grad(f)))],
  ["jvp of grad", (f) => (x) => jvp(grad(f), [x], [float(1)])[1]],
];
const CASES = [
  ...SMOOTH.flatMap((one) => BOTH.map((transformation) => [...one, ...transformation] as const)),
  ...REVERSE_ONLY.flatMap((one) => REVERSE.map((transformation) => [...one, ...transformation] as const)),
].map(([title, make, plain, how, apply]) => [`${how}: ${title}`, make, plain, apply] as const);

describe.each(BACKENDS)("control flow beside calls with rules, on %s", (_name, makeBackend) => {
  beforeEach(() => setBackend(makeBackend()));

  test.each(CASES)("%s is as if written out", (_title, make, plain, apply) => {
    const numbers = (f: F): number[] => [values(apply(f)(float(0.7)))].flat(2) as number[];
    expect(numbers(make())).toEqual(numbers(plain).map((value): unknown => expect.closeTo(value, 4)));
  });
});

test("a checkpoint keeps nothing of the steps of a loop, and runs it again for the gradient", () => {
  setBackend(BACKENDS[0]![1]());
  const loopsOf = (f: F): readonly (readonly number[])[] => {
    const both = (x: Tensor): Tensor[] => {
      const [value, pullback] = vjp(f, x);
      return [value, pullback(np.onesLike(x))[0]];
    };
    const { nodes } = runPipeline(makeGraph(both)(float(0.7)), new Set());
    const loops = nodes.filter(({ primitive }) => primitive.name === "scan");
    return loops.map(({ outputs }) => outputs.map(({ spec }) => spec.shape.length));
  };
  const [first, ...rest] = loopsOf(checkpoint(times(step)));
  expect(first).toEqual([0]);
  expect(rest).toHaveLength(2);
  expect(loopsOf(times(step))).toHaveLength(2);
});
