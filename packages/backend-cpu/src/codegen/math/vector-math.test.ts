import { describe, expect, it } from "vitest";
import { evaluateNode } from "../../testing/graph-builder.test-support.ts";

type Name = "exp" | "expm1" | "log" | "log1p" | "tanh";

function apply(name: Name, data: Float32Array): Float32Array {
  const shape = [data.length];
  return Float32Array.from(evaluateNode(name, [{ data, shape }], { shape }, {}));
}

/** Distance in floats between a result and the nearest one to the exact value. */
function ulps(actual: number, exact: number): number {
  const order = (value: number): number => {
    const [bits = 0] = new Int32Array(Float32Array.of(value).buffer);
    return bits >= 0 ? bits : -(bits & 0x7fffffff);
  };
  if (Number.isNaN(exact)) return Number.isNaN(actual) ? 0 : Infinity;
  return Number.isNaN(actual) ? Infinity : Math.abs(order(actual) - order(exact));
}

/** Every 9973rd float of a range of bit patterns. */
function sweep(from: number, to: number): Float32Array {
  const count = Math.floor((to - from) / 9973);
  const bits = Uint32Array.from({ length: count }, (_, index) => from + 9973 * index);
  return new Float32Array(bits.buffer);
}

describe.each<[Name, (x: number) => number, Float32Array]>([
  ["exp", Math.exp, sweep(0, 0x42b80000)],
  ["exp", Math.exp, sweep(0x80000000, 0xc2d80000)],
  ["expm1", Math.expm1, sweep(0, 0x42b80000)],
  ["expm1", Math.expm1, sweep(0x80000000, 0xc2d80000)],
  ["log", Math.log, sweep(0, 0x7f800000)],
  ["log1p", Math.log1p, sweep(0, 0x7f800000)],
  ["log1p", Math.log1p, sweep(0x80000000, 0xbf800000)],
  ["tanh", Math.tanh, sweep(0, 0x42000000)],
  ["tanh", Math.tanh, sweep(0x80000000, 0xc2000000)],
])("vector %s", (name, exact, data) => {
  it("stays within two units in the last place", () => {
    const results = apply(name, data);
    let worst = 0;
    let at = 0;
    for (const [index, x] of data.entries()) {
      const error = ulps(results[index] ?? NaN, exact(x));
      if (error > worst) [worst, at] = [error, x];
    }
    expect(worst, `at ${at}`).toBeLessThanOrEqual(2);
  });
});

it("is right at the special values", () => {
  const special = Float32Array.of(0, -0, Infinity, -Infinity, NaN, 1000, -1000, 1e-45, 3e38);
  expect([...apply("exp", special)]).toEqual([1, 1, Infinity, 0, NaN, Infinity, 0, 1, Infinity]);
  expect([...apply("tanh", special)]).toEqual([0, -0, 1, -1, NaN, 1, -1, Math.fround(1e-45), 1]);
  expect([...apply("expm1", special)]).toEqual([
    0,
    -0,
    Infinity,
    -1,
    NaN,
    Infinity,
    -1,
    Math.fround(1e-45),
    Infinity,
  ]);
  expect([...apply("log1p", special)].slice(0, 5)).toEqual([0, -0, Infinity, NaN, NaN]);
  expect([...apply("log1p", Float32Array.of(-1, -1.5, 1e-45))]).toEqual([-Infinity, NaN, Math.fround(1e-45)]);
  expect([...apply("log", special)].slice(0, 5)).toEqual([-Infinity, -Infinity, Infinity, NaN, NaN]);
  expect([...apply("log", Float32Array.of(1, -1, -1e-45))]).toEqual([0, NaN, NaN]);
});

it("gives subnormal results of exp", () => {
  const x = Float32Array.of(-88, -95, -100, -103, -103.9, -104.1);
  for (const [index, y] of apply("exp", x).entries())
    expect(ulps(y, Math.exp(x[index] ?? 0))).toBeLessThanOrEqual(1);
});
