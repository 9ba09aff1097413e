import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";

/**
 * e^x = 2^n · e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·P(r). The power of two is multiplied
 * in two halves, so that results below the normal range are rounded once and those above it become ∞.
 */
export function exp(lanes: Lanes, x: Local): Local {
  // With the constant second, pmin and pmax keep a NaN.
  const bounded = lanes.op("f32x4.pmax", lanes.op("f32x4.pmin", x, lanes.float(89)), lanes.float(-104));
  const n = lanes.op("f32x4.nearest", lanes.op("f32x4.mul", bounded, lanes.float(1 / Math.LN2)));
  const high = lanes.op("f32x4.sub", bounded, lanes.op("f32x4.mul", n, lanes.float(LN2_HIGH)));
  const r = lanes.op("f32x4.sub", high, lanes.op("f32x4.mul", n, lanes.float(LN2_LOW)));
  const p = lanes.polynomial(r, COEFFICIENTS);
  const square = lanes.op("f32x4.mul", r, r);
  const fraction = lanes.op("f32x4.add", lanes.op("f32x4.mul", square, p), r);
  const mantissa = lanes.op("f32x4.add", fraction, lanes.float(1));

  const power = lanes.op("i32x4.trunc_sat_f32x4_s", n);
  const half = lanes.shift("i32x4.shr_s", power, 1);
  const rest = lanes.op("i32x4.sub", power, half);
  return lanes.op(
    "f32x4.mul",
    lanes.op("f32x4.mul", mantissa, powerOfTwo(lanes, half)),
    powerOfTwo(lanes, rest),
  );
}

/** ln 2 in two parts, the first with so few bits that its product with an exponent is exact. */
export const LN2_HIGH = 0.693359375;
export const LN2_LOW: number = Math.LN2 - LN2_HIGH;

/** Interpolates (e^r − 1 − r) / r² at Chebyshev nodes of [−0.3466, 0.3466]. */
const COEFFICIENTS = [
  0.5, 0.16666576998242935, 0.041666554627878834, 0.008363177629992754, 0.0013926181810310326,
];

function powerOfTwo(lanes: Lanes, exponent: Local): Local {
  return lanes.shift("i32x4.shl", lanes.op("i32x4.add", exponent, lanes.bits(127)), 23);
}
