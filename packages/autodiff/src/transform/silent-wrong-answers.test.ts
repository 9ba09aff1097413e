import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { customJvp, grad, jit, nn, np, setBackend, type Tensor, vmap } from "../index.ts";
import { innermostInterpreter } from "../interpreters/stack.ts";
import { values } from "../tensor/close.test-support.ts";

beforeEach(() => setBackend(reference()));

const float = (value: number | number[]): Tensor => np.array(value, { dtype: "float32" });

describe("function-valued static arguments", () => {
  test("are told apart by identity, not by their text", () => {
    const by = (k: number) => (x: Tensor) => x.mul(k);
    const f = jit((x: Tensor, g: (x: Tensor) => Tensor) => g(x), { static: [1] });
    const [twice, thrice] = [by(2), by(3)];
    expect([twice, thrice, twice].map((g) => values(f(float(1), g)))).toEqual([2, 3, 2]);
    expect(values(grad((x: Tensor) => f(x, thrice))(float(1)))).toBe(3);
  });

  test("and without `static` are an error", () => {
    const f = jit((x: Tensor, g: (x: Tensor) => Tensor) => g(x));
    expect(() => f(float(1), nn.relu)).toThrow("argument 1 is not a tensor");
  });
});

test("a jitted function keeps the JavaScript numbers it saw, until it is traced anew", () => {
  let k = 2;
  const f = jit((x: Tensor) => x.mul(k));
  expect(values(f(float(1)))).toBe(2);
  k = 5;
  expect(values(f(float(1)))).toBe(2);
  expect(values(f(float([1])))).toEqual([5]);
});

describe("methods", () => {
  class Scaler {
    readonly k: number;
    constructor(k: number) {
      this.k = k;
    }
    scale(x: Tensor): Tensor {
      return x.mul(this.k);
    }
  }

  test("keep their `this`, and another one is another program", () => {
    const scale = jit(Scaler.prototype.scale);
    const [two, three] = [
      { k: 2, scale },
      { k: 3, scale },
    ];
    expect([two.scale(float(1)), three.scale(float(1)), two.scale(float(1))].map(values)).toEqual([2, 3, 2]);
    const bound = jit(new Scaler(7).scale.bind(new Scaler(4)));
    expect(values(bound(float(1)))).toBe(4);
  });
});

describe("reentrancy", () => {
  test("a jitted function that calls itself", () => {
    const power: (x: Tensor, n: number) => Tensor = jit(
      (x: Tensor, n: number) => (n === 0 ? np.onesLike(x) : x.mul(power(x, n - 1))),
      { static: [1] },
    );
    expect(values(power(float(2), 10))).toBe(1024);
    expect(values(grad((x: Tensor) => power(x, 3))(float(2)))).toBe(12);
    expect(values(power(float(2), 3))).toBe(8);
  });

  test("one that calls itself without end fails, and leaves the stack as it was", () => {
    const before = innermostInterpreter();
    const f: (x: Tensor) => Tensor = jit((x: Tensor) => f(x));
    expect(() => f(float(1))).toThrow(RangeError);
    expect(innermostInterpreter()).toBe(before);
    expect(values(float(1).add(1))).toBe(2);
  });

  test("a transformation that is started inside of a rule", () => {
    const f = customJvp((x: Tensor) => x.mul(x)).defJvp(([x], [dx]) => [
      jit((y: Tensor) => y.mul(y))(x),
      vmap((d: Tensor) => d.mul(grad((y: Tensor) => y.mul(y))(x)))(dx.reshape([1])).reshape([]),
    ]);
    for (const g of [grad(f), jit(grad(f)), grad(jit(f)), jit(grad(jit(f)))]) {
      expect(values(g(float(3)))).toBe(6);
    }
    expect(values(grad(grad(f))(float(3)))).toBe(2);
  });

  test("a compiled function that is forgotten while it runs", () => {
    // 70 signatures of the same function are traced inside of one of them.
    const f: (x: Tensor) => Tensor = jit((x: Tensor) => {
      if (x.size > 1) return x.sum();
      return Array.from({ length: 70 }, (_, i) => f(np.ones([i + 2]))).reduce((a, b) => a.add(b), x);
    });
    const expected = 1 + Array.from({ length: 70 }, (_, i) => i + 2).reduce((a, b) => a + b);
    expect(values(f(float(1)))).toBe(expected);
    expect(values(f(float(1)))).toBe(expected);
  });
});

test("a tensor of another copy of the package is refused by name", async () => {
  vi.resetModules();
  const other = await import("../index.ts");
  other.setBackend(reference());
  const foreign = other.np.ones([2]);
  const code = expect.objectContaining({ code: "ELEGY_TENSOR_FOREIGN" }) as Error;
  expect(() => float([1, 2]).add(foreign)).toThrow(code);
  expect(() => jit((x: Tensor) => x.add(1))(foreign)).toThrow(code);
  expect(() => jit((x: Tensor) => x.add(foreign))(float([1, 2]))).toThrow(code);
  expect(() => grad((x: Tensor) => x.sum())(foreign)).toThrow(code);
  expect(() => vmap((x: Tensor) => x)(foreign)).toThrow(code);
  expect(() => np.concatenate([float([1]), foreign])).toThrow("npm ls @elegy/autodiff");
});
