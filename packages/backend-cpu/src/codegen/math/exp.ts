import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";

/**
 * e^x = 2^n · e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2. The power of two is multiplied in two halves, so that results
 * below the normal range are rounded once and those above it become ∞.
 */
export function exp(lanes: Lanes, x: Local): Local {
  // With the constant second, pmin and pmax keep a NaN.
  const bounded = lanes.op("f32x4.pmax", lanes.op("f32x4.pmin", x, 89), -104);
  const { shifted, r } = split(lanes, bounded, 2 * BIAS);
  // Both halves of n carry a bias; what else is in these words, the last shift pushes out.
  const half = lanes.shift("i32x4.shr_u", shifted, 1);
  const rest = lanes.op("i32x4.sub", shifted, half);
  const scaled = lanes.op("f32x4.mul", nearZero(lanes, r, PRECISE), lanes.shift("i32x4.shl", half, 23));
  return lanes.op("f32x4.mul", scaled, lanes.shift("i32x4.shl", rest, 23));
}

/**
 * 2⁹⁶ · e^x for x ≤ 0: for quotients, where it saves a fifth of the time of `exp`. It is never below the normal range, so that
 * the power of two is multiplied at once: below −153 it no longer falls, where a quotient by something ≥ 2⁹⁶ is 0 anyway.
 *
 * @param pairs coefficients; the short ones are good to 2.3 units in the last place.
 */
export function raisedExp(lanes: Lanes, x: Local, pairs: readonly (readonly number[])[] = SHORT): Local {
  const bounded = lanes.op("f32x4.pmax", x, -153);
  const { shifted, r } = split(lanes, bounded, BIAS + 96);
  return lanes.op("f32x4.mul", nearZero(lanes, r, pairs), lanes.shift("i32x4.shl", shifted, 23));
}

/** Of an x in bounds r, and n + `bias` in the last bits of a word. */
function split(lanes: Lanes, x: Local, bias: number): { readonly shifted: Local; readonly r: Local } {
  // So large a number rounds what is added to it to whole numbers, which then are its last bits.
  const shifted = lanes.op("f32x4.add", lanes.op("f32x4.mul", x, 1 / Math.LN2), ROUNDING + bias);
  const n = lanes.op("f32x4.sub", shifted, ROUNDING + bias);
  const high = lanes.op("f32x4.sub", x, lanes.op("f32x4.mul", n, LN2_HIGH));
  return { shifted, r: lanes.op("f32x4.sub", high, lanes.op("f32x4.mul", n, LN2_LOW)) };
}

/** e^r = 1 + r + r²·P(r), the coefficients in pairs: the engine waits for a chain of half the length. */
function nearZero(lanes: Lanes, r: Local, pairs: readonly (readonly number[])[]): Local {
  const square = lanes.op("f32x4.mul", r, r);
  const p = pairs
    .map((pair) => lanes.polynomial(r, pair))
    .reduceRight((above, pair) => lanes.op("f32x4.add", lanes.op("f32x4.mul", square, above), pair));
  const fraction = lanes.op("f32x4.add", lanes.op("f32x4.mul", square, p), r);
  return lanes.op("f32x4.add", fraction, 1);
}

/** 1.5 · 2²³: to the numbers around it the next ones are 1 away. */
const ROUNDING = 12582912;
const BIAS = 127;

/** ln 2 in two parts, the first with so few bits that its product with an exponent is exact. */
export const LN2_HIGH = 0.693359375;
export const LN2_LOW: number = Math.LN2 - LN2_HIGH;

/** Interpolates (e^r − 1 − r) / r² at Chebyshev nodes of [−0.3466, 0.3466]. */
export const PRECISE: readonly (readonly number[])[] = [
  [0.5, 0.16666577],
  [0.041666555, 0.008363178],
  [0.0013926182],
];

/** Of fewer terms the best, by the largest relative error of e^r. */
const SHORT = [
  [0.4999923, 0.16667116],
  [0.04189025, 0.00831251],
];
