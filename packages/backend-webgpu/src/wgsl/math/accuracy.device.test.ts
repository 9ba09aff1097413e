import { lax, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webgpu, type WebGpuBackend } from "../../webgpu.ts";

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await webgpu();
  setBackend(backend);
});
afterAll(() => backend.dispose());

/** Distance in floats between a result and the nearest one to the exact value. */
function ulps(actual: number, exact: number): number {
  const order = (value: number): number => {
    const [bits = 0] = new Int32Array(Float32Array.of(value).buffer);
    return bits >= 0 ? bits : -(bits & 0x7fffffff);
  };
  if (Number.isNaN(exact)) return Number.isNaN(actual) ? 0 : Infinity;
  // What a device makes of numbers below the normal range is its own.
  if (Math.abs(exact) < 2 ** -126 && Math.abs(actual) < 2 ** -125) return 0;
  return Number.isNaN(actual) ? Infinity : Math.abs(order(actual) - order(exact));
}

/** Floats between two positive ones, evenly by their bits, and their negatives. */
function sweep(from: number, to: number, sides: "positive" | "both" = "both"): Float32Array {
  const [low = 0, high = 0] = new Uint32Array(Float32Array.of(from, to).buffer);
  const count = 2000;
  const bits = Uint32Array.from({ length: count }, (_, i) => low + Math.floor(((high - low) * i) / count));
  const positive = new Float32Array(bits.buffer);
  return sides === "positive" ? positive : Float32Array.from([...positive, ...positive.map((x) => -x)]);
}

type Unary = readonly [
  name: string,
  apply: (x: Tensor) => Tensor,
  exact: (x: number) => number,
  x: Float32Array,
];

const UNARY: readonly Unary[] = [
  ["exp", lax.exp, Math.exp, sweep(1e-8, 87)],
  ["expm1", lax.expm1, Math.expm1, sweep(1e-20, 87)],
  ["log", lax.log, Math.log, sweep(1e-37, 3e38, "positive")],
  ["log1p", lax.log1p, Math.log1p, sweep(1e-20, 0.99)],
  ["log1p of large numbers", lax.log1p, Math.log1p, sweep(1, 3e38, "positive")],
  ["tanh", lax.tanh, Math.tanh, sweep(1e-20, 20)],
  ["sinh", lax.sinh, Math.sinh, sweep(1e-20, 88)],
  ["cosh", lax.cosh, Math.cosh, sweep(1e-20, 88)],
  ["asinh", lax.asinh, Math.asinh, sweep(1e-20, 3e38)],
  ["acosh", lax.acosh, Math.acosh, sweep(1.001, 3e38, "positive")],
  ["atanh", lax.atanh, Math.atanh, sweep(1e-20, 0.999)],
  ["sin", lax.sin, Math.sin, sweep(1e-20, 3)],
  ["cos", lax.cos, Math.cos, sweep(1e-20, 1.5)],
  ["tan", lax.tan, Math.tan, sweep(1e-20, 1.5)],
  ["asin", lax.asin, Math.asin, sweep(1e-20, 1)],
  ["acos", lax.acos, Math.acos, sweep(1e-20, 0.99)],
  ["atan", lax.atan, Math.atan, sweep(1e-20, 3e38)],
  ["cbrt", lax.cbrt, Math.cbrt, sweep(1e-37, 3e38)],
  ["rsqrt", lax.rsqrt, (x) => 1 / Math.sqrt(x), sweep(1e-37, 3e38, "positive")],
];

describe("functions of WGSL", () => {
  it.each(UNARY)("%s is right to five units in the last place", async (_, apply, exact, x) => {
    const result = await apply(np.array(x)).data();
    let worst = 0;
    let at = 0;
    for (const [i, value] of x.entries()) {
      const error = ulps(result[i] ?? Number.NaN, exact(value));
      if (error > worst) [worst, at] = [error, value];
    }
    expect(worst, `at ${at}`).toBeLessThanOrEqual(5);
  });

  it("sin and cos hold for angles of any size", async () => {
    const x = sweep(3, 3e38);
    const [sines, cosines] = await Promise.all([lax.sin(np.array(x)).data(), lax.cos(np.array(x)).data()]);
    for (const [i, value] of x.entries()) {
      expect(Math.abs((sines[i] ?? Number.NaN) - Math.sin(value)), `sin ${value}`).toBeLessThan(4e-7);
      expect(Math.abs((cosines[i] ?? Number.NaN) - Math.cos(value)), `cos ${value}`).toBeLessThan(4e-7);
    }
  });

  it("pow is right where its logarithm is magnified", async () => {
    const x = sweep(1e-30, 1e30, "positive");
    const y = x.map((value) => Math.fround(60 / Math.log(value)));
    const result = await lax.pow(np.array(x), np.array(y)).data();
    for (const [i, value] of x.entries()) {
      const exact = value ** (y[i] ?? 0);
      expect(Math.abs((result[i] ?? Number.NaN) / exact - 1), `${value} ** ${y[i]}`).toBeLessThan(1e-6);
    }
  });

  it("the remainder is exact, however large the quotient", async () => {
    const x = sweep(1e-3, 3e38);
    const y = x.map((_, i) => Math.fround(0.1 + i / 7));
    const result = await lax.rem(np.array(x), np.array(y)).data();
    for (const [i, value] of x.entries()) expect(result[i]).toBe(value % (y[i] ?? 1));
  });
});
