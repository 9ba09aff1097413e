import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { checkpoint, customVjp, grad, jacfwd, jacrev, jit, jvp, np, setBackend, type Tensor, vjp, vmap } from "../index.ts"; // prettier-ignore
import { values } from "../tensor/close.test-support.ts";

const float = (value: number | readonly (number | readonly number[])[]): Tensor =>
  np.array(value, { dtype: "float32" });

/** x², whose derivative is said to be 3x, so that one sees who differentiated. */
const odd = customVjp((x: Tensor) => x.mul(x)).defVjp(
  (x) => [x.mul(x), { x }],
  ({ x }, ct) => [ct.mul(x).mul(3)],
);

describe.each(BACKENDS)("customVjp on %s", (_name, make) => {
  beforeEach(() => setBackend(make()));

  test.each<readonly [string, (x: Tensor) => Tensor, number]>([
    ["the value", odd, 4],
    ["jit", jit(odd), 4],
    ["vmap", (x) => vmap(odd)(x.reshape([1])).sum(), 4],
    ["grad", grad(odd), 6],
    ["jit of grad", jit(grad(odd)), 6],
    ["grad of jit", grad(jit(odd)), 6],
    ["vjp", (x) => vjp(odd, x)[1](float(2))[0], 12],
    ["grad of vmap", grad((x: Tensor) => vmap(odd)(x.reshape([1])).sum()), 6],
    ["vmap of grad", (x) => vmap(grad(odd))(x.reshape([1])).sum(), 6],
    ["vmap of grad of jit", (x) => vmap(grad(jit(odd)))(x.reshape([1])).sum(), 6],
    ["jit of vmap of grad of jit", jit((x: Tensor) => vmap(grad(jit(odd)))(x.reshape([1])).sum()), 6],
    ["grad of jit of vmap", grad(jit((x: Tensor) => vmap(odd)(x.reshape([1])).sum())), 6],
    ["grad of grad", grad(grad(odd)), 3],
    ["jit of grad of grad", jit(grad(grad(odd))), 3],
    ["grad of jit of grad", grad(jit(grad(odd))), 3],
    ["jvp of grad", (x) => jvp(grad(odd), [x], [float(1)])[1], 3],
    ["jacrev", jacrev(odd), 6],
    ["jacfwd of grad", jacfwd(grad(odd)), 3],
    ["grad of checkpoint", grad(checkpoint(odd)), 6],
    ["jit of grad of checkpoint", jit(grad(checkpoint(odd))), 6],
  ])("%s", (_title, f, expected) => {
    expect(values(f(float(2)))).toBe(expected);
  });

  test("the straight-through estimator", () => {
    const rounded = customVjp((x: Tensor) => np.round(x)).defVjp(
      (x) => [np.round(x), null],
      (_, ct) => [ct],
    );
    expect(values(grad((x: Tensor) => rounded(x).mul(3).sum())(float([0.2, 1.7])))).toEqual([3, 3]);
  });

  test("trees, null for zero, several arguments of which one is mapped", () => {
    const plain = (p: { a: Tensor; b: Tensor }, x: Tensor) => ({ y: p.a.mul(x), z: [p.b] as const });
    const f = customVjp(plain).defVjp(
      (p, x) => [plain(p, x), [p.a, x] as const],
      ([, x], ct) => [{ a: ct.y.mul(x).mul(10), b: ct.z[0].mul(7) }, null],
    );
    const loss = (p: { a: Tensor; b: Tensor }, x: Tensor): Tensor => {
      const { y, z } = f(p, x);
      return y.add(z[0]);
    };
    const p = { a: float(2), b: float(3) };
    const [dp, dx] = grad(loss, { argnums: [0, 1] })(p, float(5));
    expect([values(dp.a), values(dp.b), values(dx)]).toEqual([50, 7, 0]);
    // The parameters are the same for all examples: their cotangents add up.
    const total = (q: typeof p, xs: Tensor): Tensor => vmap((x: Tensor) => loss(q, x))(xs).sum();
    const batched = grad(total)(p, float([5, 6]));
    expect([values(batched.a), values(batched.b)]).toEqual([110, 14]);
    const compiled = jit(grad(jit(total)))(p, float([5, 6]));
    expect([values(compiled.a), values(compiled.b)]).toEqual([110, 14]);
    // Mapped along another axis than the first.
    const columns = vmap(
      grad((a: Tensor) => loss({ a: a.sum(), b: a.sum() }, float(1))),
      { inAxes: 1, outAxes: 1 },
    );
    expect(values(columns(float([[1, 2, 3], [4, 5, 6]])))).toEqual([[17, 17, 17], [17, 17, 17]]); // prettier-ignore
  });

  test("arguments that are not differentiated may be functions", () => {
    const apply = customVjp((f: (x: Tensor) => Tensor, x: Tensor) => f(x), { nondiffArgnums: [0] }).defVjp(
      (f, x) => [f(x), x],
      (f, x, ct) => [ct.mul(f(x)).mul(100)],
    );
    const g = (x: Tensor): Tensor => apply((y) => y.add(1), x);
    expect(values(grad(g)(float(2)))).toBe(300);
    expect(values(jit(grad(g))(float(2)))).toBe(300);
  });
});

describe("what goes wrong says so", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test.each<readonly [string, (f: (x: Tensor) => Tensor) => unknown]>([
    ["jvp", (f) => jvp(f, [float(1)], [float(1)])],
    ["jacfwd", (f) => jacfwd(f)(float(1))],
    ["jvp of jit", (f) => jvp(jit(f), [float(1)], [float(1)])],
    ["jit of jvp", (f) => jit((x: Tensor) => jvp(f, [x], [x]))(float(1))],
  ])("no forward derivative: %s", (_title, run) => {
    expect(() => run(odd)).toThrow("a customVjp function has no forward derivative");
  });

  test("no rule", () => {
    expect(() => grad(customVjp((x: Tensor) => x))(float(3))).toThrow("Give it one: f.defVjp(fwd, bwd)");
  });

  test("rules whose results do not fit", () => {
    const wrong = (fwd: () => unknown, bwd: () => unknown): (() => unknown) => {
      const f = customVjp((x: Tensor) => x).defVjp(fwd as never, bwd as never);
      return () => grad(f)(float(1));
    };
    const ok = (): unknown => [float(1), null];
    expect(wrong(() => float(1), () => [])).toThrow("the forward rule returns a pair"); // prettier-ignore
    expect(wrong(() => [float([1]), null], () => [])).toThrow("returned a result that does not fit"); // prettier-ignore
    expect(wrong(ok, () => [])).toThrow("one cotangent per argument. Expected a list of 1, with null for zeros; received a list of 0"); // prettier-ignore
    expect(wrong(ok, () => float(1))).toThrow("one cotangent per argument");
    expect(wrong(ok, () => [float([1])])).toThrow("a cotangent of argument 0 that does not fit");
    expect(wrong(ok, () => [{ a: float(1) }])).toThrow("a cotangent of argument 0 of another structure");
  });
});
