import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial, ROUNDING } from "./doubles.ts";

/** Beyond it the power of two is 0 or ∞ as a `float32`. */
const LARGEST = 200;
const BIAS = 1023;

/** 2^x = 2^n · 2^f in `float64`, good to 34 bits, with n = round(x). */
export function exp2Double(lanes: Lanes, x: Local): Local {
  // With the constant second, pmin and pmax keep a NaN.
  const below = lanes.op("f64x2.pmin", x, LARGEST);
  const bounded = lanes.op("f64x2.pmax", below, -LARGEST);
  // The last bits are n with the bias of an exponent.
  const shifted = lanes.op("f64x2.add", bounded, ROUNDING + BIAS);
  const n = lanes.op("f64x2.sub", shifted, ROUNDING + BIAS);
  const f = lanes.op("f64x2.sub", bounded, n);
  const mantissa = doublePolynomial(lanes, f, COEFFICIENTS);
  return lanes.op("f64x2.mul", mantissa, lanes.shift("i64x2.shl", shifted, 52));
}

/** Interpolates 2^f at Chebyshev nodes of [−½, ½]. */
const COEFFICIENTS = [
  0.9999999999595618, 0.6931471805568324, 0.24022651213498092, 0.055504109063258665, 0.009618025613318034,
  0.0013333478473685416, 0.00015469729214118296, 1.5303700711365693e-5,
];
