import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { checkpoint, customJvp, customVjp, grad, hessian, jacfwd, jacrev, jit, jvp, lax, linearize, makeGraph, np, setBackend, type Tensor, vjp, vmap } from "../index.ts"; // prettier-ignore
import { values } from "../tensor/close.test-support.ts";

const float = (value: number | readonly number[]): Tensor => np.array(value, { dtype: "float32" });

/** x², whose derivative is said to be 3x, so that one sees who differentiated. */
const odd = customJvp((x: Tensor) => x.mul(x)).defJvp(([x], [dx]) => [odd(x), dx.mul(x).mul(3)]);

describe.each(BACKENDS)("customJvp on %s", (_name, make) => {
  beforeEach(() => setBackend(make()));

  test.each<readonly [string, (x: Tensor) => Tensor, number]>([
    ["the value", odd, 4],
    ["jit", jit(odd), 4],
    ["vmap", (x) => vmap(odd)(x.reshape([1])).sum(), 4],
    ["jvp", (x) => jvp(odd, [x], [float(1)])[1], 6],
    ["jvp of jit", (x) => jvp(jit(odd), [x], [float(1)])[1], 6],
    ["jit of jvp", jit((x: Tensor) => jvp(odd, [x], [float(1)])[1]), 6],
    ["linearize", (x) => linearize(odd, x)[1](float(1)), 6],
    ["grad", grad(odd), 6],
    ["jit of grad", jit(grad(odd)), 6],
    ["grad of jit", grad(jit(odd)), 6],
    ["grad of jit of jit", grad(jit(jit((x: Tensor) => odd(x)))), 6],
    ["vjp", (x) => vjp(odd, x)[1](float(2))[0], 12],
    ["grad of vmap", grad((x: Tensor) => vmap(odd)(x.reshape([1])).sum()), 6],
    ["vmap of grad", (x) => vmap(grad(odd))(x.reshape([1])).sum(), 6],
    ["jit of vmap of grad of jit", jit((x: Tensor) => vmap(grad(jit(odd)))(x.reshape([1])).sum()), 6],
    ["grad of jit of vmap", grad(jit((x: Tensor) => vmap(odd)(x.reshape([1])).sum())), 6],
    ["grad of grad", grad(grad(odd)), 3],
    ["jit of grad of grad", jit(grad(grad(odd))), 3],
    ["jacfwd", jacfwd(odd), 6],
    ["jacrev", jacrev(odd), 6],
    ["hessian", hessian(odd), 3],
    ["grad of checkpoint", grad(checkpoint(odd)), 6],
    ["jit of grad of checkpoint", jit(grad(checkpoint(odd))), 6],
  ])("%s", (_title, f, expected) => {
    expect(values(f(float(2)))).toBe(expected);
  });

  test("trees, integers beside them, and arguments that do not move", () => {
    const f = customJvp((p: { a: Tensor; b: Tensor }, n: Tensor) => ({ y: p.a.mul(p.b), n })).defJvp(
      ([p, n], [dp]) => [f(p, n), { y: dp.a.mul(10).add(dp.b.mul(100)), n }],
    );
    const g = grad((a: Tensor) => f({ a, b: float(2) }, np.array(3)).y);
    expect(values(g(float(1)))).toBe(10);
    expect(values(jit(g)(float(1)))).toBe(10);
    const both = grad((p: { a: Tensor; b: Tensor }) => f(p, np.array(3)).y)({ a: float(1), b: float(2) });
    expect([values(both.a), values(both.b)]).toEqual([10, 100]);
    const mapped = vmap(
      grad((a: Tensor, b: Tensor) => f({ a, b }, np.array(3)).y),
      { inAxes: [0, null] },
    );
    expect(values(mapped(float([1, 2]), float(2)))).toEqual([10, 10]);
  });

  test("defJvps: one term for each argument", () => {
    const f = customJvp((x: Tensor, y: Tensor) => x.mul(y)).defJvps((dx, result) => dx.mul(result), null);
    const both = grad(f, { argnums: [0, 1] })(float(2), float(3));
    expect(both.map(values)).toEqual([6, 0]);
  });

  test("arguments that are not differentiated may be functions", () => {
    const apply = customJvp((f: (x: Tensor) => Tensor, x: Tensor, times: number) => f(x).mul(times), {
      nondiffArgnums: [0, 2],
    }).defJvp((f, times, [x], [dx]) => [apply(f, x, times), dx.mul(1000).mul(times)]);
    expect(values(apply((x) => x.sin(), float(0), 2))).toBe(0);
    expect(values(grad((x: Tensor) => apply((y) => y.sin(), x, 2))(float(0)))).toBe(2000);
    expect(values(jit(grad((x: Tensor) => apply((y) => y.sin(), x, 2)))(float(0)))).toBe(2000);
  });

  test("real values flow through it where nothing is traced", () => {
    const branching = customJvp((x: Tensor) => (Number(x) > 0 ? x : x.mul(0.1))).defJvp(([x], [dx]) => [
      branching(x),
      Number(x) > 0 ? dx : dx.mul(0.1),
    ]);
    expect(values(branching(float(-10)))).toBe(-1);
  });
});

describe("what goes wrong says so", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test("no rule", () => {
    const f = customJvp(function square(x: Tensor) {
      return x.mul(x);
    });
    expect(values(f(float(3)))).toBe(9);
    expect(values(jit(f)(float(3)))).toBe(9);
    expect(() => grad(f)(float(3))).toThrow(
      "square: a customJvp function was differentiated, but has no rule",
    );
  });

  test("a rule whose results do not fit", () => {
    const wrong = (rule: () => unknown): (() => unknown) => {
      const f = customJvp((x: Tensor) => x).defJvp(rule as never);
      return () => grad(f)(float(1));
    };
    expect(wrong(() => float(1))).toThrow("the custom rule returns a pair");
    expect(wrong(() => [float(1), float([1])])).toThrow("returned a tangent that does not fit. Expected f32[]; received f32[1]"); // prettier-ignore
    expect(wrong(() => [float(1), [float(1)]])).toThrow(
      "a tangent of another structure. Expected *; received [*]",
    );
  });

  test("a tensor from outside that is differentiated would be lost", () => {
    const g = grad((x: Tensor) => {
      const f = customJvp((y: Tensor) => y.mul(x)).defJvp(([y], [dy]) => [y, dy]);
      return f(x);
    });
    expect(() => g(float(1))).toThrow("uses a tensor from outside that is being differentiated");
  });

  test("an exception inside of a rule leaves the stack as it was", () => {
    const f = customJvp((x: Tensor) => x).defJvp(() => {
      throw new Error("of mine");
    });
    expect(() => jit(grad(f))(float(1))).toThrow("of mine");
    expect(makeGraph((x: Tensor) => x.neg())(float(1)).nodes.length).toBe(1);
    expect(values(grad((x: Tensor) => x.mul(x))(float(3)))).toBe(6);
  });
});

describe.each(BACKENDS)("a rule that makes a tensor from data, on %s", (_name, make) => {
  beforeEach(() => setBackend(make()));

  // Σ w·x², and w comes from data.
  const weights = (): Tensor => float([2, 5]);
  const weighed = customJvp((x: Tensor) => x.mul(x).mul(weights())).defJvp(([x], [dx]) => [
    weighed(x),
    dx.mul(x).mul(weights()).mul(2),
  ]);
  const backwards = customVjp((x: Tensor) => x.mul(x).mul(weights())).defVjp(
    (x) => [x.mul(x).mul(weights()), x],
    (x, ct) => [ct.mul(x).mul(weights()).mul(2)],
  );

  test.each([
    ["customJvp", weighed],
    ["customVjp", backwards],
  ])("is what it is under every transformation: %s", (_title, f) => {
    const x = float([1, 3]);
    const total = (y: Tensor): Tensor => f(y).sum();
    const [y, pullback] = vjp(jit(f), x);
    expect([values(y), values(pullback(np.ones([2]))[0])]).toEqual([
      [2, 45],
      [4, 30],
    ]);
    for (const g of [grad(jit(total)), jit(grad(total)), jit(grad(jit(total))), grad(checkpoint(total))]) {
      expect(values(g(x))).toEqual([4, 30]);
    }
    for (const g of [vmap(jit(grad(total))), vmap(grad(jit(total))), jit(vmap(grad(jit(total))))]) {
      expect(values(g(np.stack([x, x.mul(2)])))).toEqual([
        [4, 30],
        [8, 60],
      ]);
    }
    const slopes = (z: Tensor): Tensor => grad(jit(total))(z).sum();
    for (const g of [grad(slopes), jit(grad(jit(slopes)))]) expect(values(g(x))).toEqual([4, 10]);
  });

  test("is refused inside of a loop", () => {
    const f = (x: Tensor): Tensor => lax.foriLoop(0, 2, (_i, y) => weighed(y), x).sum();
    expect(() => grad(f)(float([1, 3]))).toThrow(
      "custom rule: inside of a loop or a branch it makes a tensor from data.",
    );
  });
});
