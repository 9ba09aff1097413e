import { describe, expect, test } from "vitest";
import { erf, erfc, erfInv, erfInvFloat32 } from "./error-function.ts";

/** x, erf x, erfc x: mpmath, rounded to float64. */
const known: readonly (readonly [number, number, number])[] = [
  [1e-5, 1.1283791670579e-5, 0.9999887162083294],
  [0.25, 0.27632639016823696, 0.7236736098317631],
  [0.8, 0.7421009647076605, 0.2578990352923395],
  [1.5, 0.9661051464753108, 0.033894853524689274],
  [1.99, 0.995111413199617, 0.004888586800383003],
  [2.5, 0.999593047982555, 0.0004069520174449589],
  [3.5, 0.9999992569016276, 7.430983723414128e-7],
  [5.0, 0.9999999999984626, 1.537459794428035e-12],
  [9.0, 1.0, 4.13703174651381e-37],
  [25.0, 1.0, 8.300172571196523e-274],
];

describe("the error function", () => {
  test.each(known)("of %d", (x, value, complement) => {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(4e-15);
    expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(1e-13);
    expect(erf(-x)).toBe(-erf(x));
    expect(Math.abs(erfc(-x) - (1 + value))).toBeLessThan(1e-15);
  });

  test.each([1e-300, 1e-9, 0.1, 0.5, 0.9, 0.999999, 1 - 2 ** -40])("is undone by its inverse: %d", (x) => {
    expect(Math.abs(erf(erfInv(x)) / x - 1)).toBeLessThan(1e-14);
    expect(erfInv(-x)).toBe(-erfInv(x));
  });

  test("the inverse in float32 is that of XLA", () => {
    // jax 0.10.2: lax.erf_inv
    for (const [x, y] of [
      [0.10000000149011612, 0.08885598927736282],
      [-0.4000000059604645, -0.3708072006702423],
      [0.699999988079071, 0.7328690886497498],
      [0.9900000095367432, 1.821386694908142],
      [-0.9998300075531006, -2.6586241722106934],
      [0.9999998807907104, 3.7439212799072266],
    ] as const) {
      expect(Math.abs(erfInvFloat32(x) / y - 1)).toBeLessThan(3e-7);
    }
  });
});
