import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, jvp, np, setBackend, stopGradient, type Tensor, vjp, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

type Scalar = (x: Tensor) => Tensor;
const scalar = (value: number): Tensor => np.array(value, { dtype: "float32" });
const slope =
  (f: Scalar): Scalar =>
  (x) =>
    jvp(f, [x], [np.onesLike(x)])[1];
const gradient = (f: Scalar): Scalar => grad(f);
const at = (f: Scalar, x: number): number => values(f(scalar(x))) as number;

describe("a derivative inside of another is not taken for it", () => {
  test.each([
    ["grad in grad", gradient, gradient],
    ["jvp in jvp", slope, slope],
    ["jvp in grad", gradient, slope],
    ["grad in jvp", slope, gradient],
    ["jit of grad in grad", (f: Scalar) => jit(gradient(f)), gradient],
    ["grad of jit in grad", gradient, (f: Scalar) => gradient(jit(f))],
  ])("%s", (_name, outer, inner) => {
    // d/dx x·(d/dy (x + y)) = d/dx x·1 = 1
    expect(
      at(
        outer((x) => x.mul(inner((y) => x.add(y))(scalar(1)))),
        1,
      ),
    ).toBe(1);
    // d/dx x·(d/dy x·y) = d/dx x² = 2x
    expect(
      at(
        outer((x) => x.mul(inner((y) => x.mul(y))(scalar(1)))),
        3,
      ),
    ).toBe(6);
    // d/dx d/dy (x·y² at y = x) = d/dx 2x² = 4x
    expect(
      at(
        outer((x) => inner((y) => x.mul(y).mul(y))(x)),
        3,
      ),
    ).toBe(12);
  });

  test("numbers as in the classic example", () => {
    const f = grad((x: Tensor) => x.mul(grad((y: Tensor) => x.add(y))(1 as unknown as Tensor)));
    expect(values(f(1 as unknown as Tensor))).toBe(1);
  });
});

describe("higher derivatives of sin(x)·x", () => {
  const f: Scalar = (x) => x.sin().mul(x);
  // f''(x) = 2cos x − x·sin x, f'''(x) = −3sin x − x·cos x
  const second = 2 * Math.cos(0.7) - 0.7 * Math.sin(0.7);
  const third = -3 * Math.sin(0.7) - 0.7 * Math.cos(0.7);

  test.each([
    ["grad grad", grad(grad(f))],
    ["jvp of grad", slope(grad(f))],
    ["grad of jvp", grad(slope(f))],
    ["jvp of jvp", slope(slope(f))],
    ["jit of all", jit(grad(jit(grad(jit(f)))))],
    ["vmap of grad of grad", (x: Tensor) => vmap(grad(grad(f)))(x.reshape([1])).reshape([])],
    ["vjp of vjp", (x: Tensor) => vjp((y: Tensor) => vjp(f, y)[1](scalar(1))[0], x)[1](scalar(1))[0]],
  ])("%s", (_name, derivative) => {
    expect(at(derivative, 0.7)).toBeCloseTo(second, 5);
  });

  test("three times", () => {
    expect(at(grad(grad(grad(f))), 0.7)).toBeCloseTo(third, 5);
    expect(at(jit(slope(grad(slope(f)))), 0.7)).toBeCloseTo(third, 5);
  });
});

test("the Hessian of a product, forward over reverse", () => {
  const f = (x: Tensor): Tensor =>
    x
      .reshape([2, 1])
      .mul(np.array([[1, 2]]))
      .sum()
      .square();
  const hessian = vmap((direction: Tensor) => jvp(grad(f), [np.array([1.5, -1])], [direction])[1]);
  expect(values(hessian(np.eye(2)))).toEqual([
    [18, 18],
    [18, 18],
  ]);
});

describe("stopGradient", () => {
  test("passes the value and no gradient", () => {
    expect(
      at(
        grad((x) => stopGradient(x).mul(x)),
        3,
      ),
    ).toBe(3);
    expect(at(jit(grad(jit((x: Tensor) => stopGradient(x).mul(x)))), 3)).toBe(3);
    expect(
      at(
        slope((x) => stopGradient(x)),
        3,
      ),
    ).toBe(0);
    expect(at((x) => vmap(stopGradient<Tensor>)(x.reshape([1])).reshape([]), 3)).toBe(3);
  });

  test("of a tree; numbers become tensors", () => {
    const { a, b } = stopGradient({ a: scalar(1), b: [2] as const });
    expect([values(a), values(b[0])]).toEqual([1, 2]);
  });
});
