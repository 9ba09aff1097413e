import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, linearize, np, setBackend, type Tensor, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const float = (value: number | number[]): Tensor => np.array(value, { dtype: "float32" });

describe.each(BACKENDS)("linearize on %s", (_name, make) => {
  beforeEach(() => setBackend(make()));

  test("a value and a linear function", () => {
    const [y, pushforward] = linearize((x: Tensor) => x.mul(x).mul(x), float(2));
    expect(values(y)).toBe(8);
    expect(values(pushforward(float(1)))).toBe(12);
    expect(values(pushforward(float(-0.5)))).toBe(-6);
  });

  test("of trees", () => {
    const f = (p: { a: Tensor; b: Tensor }, c: Tensor) => ({
      product: p.a.mul(p.b),
      sum: [p.a.add(c)] as const,
    });
    const [y, pushforward] = linearize(f, { a: float(2), b: float(3) }, float(4));
    expect([values(y.product), values(y.sum[0])]).toEqual([6, 6]);
    const dy = pushforward({ a: float(1), b: float(10) }, float(100));
    expect([values(dy.product), values(dy.sum[0])]).toEqual([23, 101]);
  });

  test("does not run the function again", () => {
    let runs = 0;
    const [, pushforward] = linearize((x: Tensor) => {
      runs += 1;
      return x.sin();
    }, float(0));
    pushforward(float(1));
    pushforward(float(2));
    expect(runs).toBe(1);
  });

  test("inside and around other transformations", () => {
    const slope = (x: Tensor): Tensor => linearize((y: Tensor) => y.mul(y).mul(y), x)[1](np.onesLike(x));
    expect(values(jit(slope)(float(2)))).toBe(12);
    expect(values(grad(slope)(float(2)))).toBe(12);
    expect(values(vmap(slope)(float([1, 2])))).toEqual([3, 12]);
    const [, pushforward] = linearize(
      jit((x: Tensor) => x.mul(x)),
      float([1, 2]),
    );
    expect(values(vmap((t: Tensor) => pushforward(t))(np.eye(2)))).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });

  test("integer arguments do not move", () => {
    const [, pushforward] = linearize((x: Tensor, n: Tensor) => x.mul(n), float(2), np.array(3));
    expect(values(pushforward(float(1), np.array(7)))).toBe(3);
  });
});

test("a tangent that does not fit is an error", () => {
  setBackend(BACKENDS[0]![1]());
  const [, pushforward] = linearize((x: Tensor) => x, float([1, 2]));
  expect(() => pushforward(float(1))).toThrow("linearize: the tangent does not fit its primal");
});
