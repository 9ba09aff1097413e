import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial } from "./doubles.ts";

/** A `float64` whose last bits are what whole number is added to it. */
const WHOLE = 2 ** 52;
const BIAS = 1023;
/** The number whose bits are those of sign and exponent. */
const EXPONENT_MASK = -Infinity;

/**
 * log₂ x = e + log₂ m in `float64`, good to 37 bits, for positive x: with √½ ≤ m < √2 and s = (m − 1) / (m + 1),
 * log₂ m = 2·artanh(s) / ln 2.
 */
export function log2Double(lanes: Lanes, x: Local): Local {
  // The biased exponent of x / √½, taken from the bits.
  const one = lanes.double(1);
  const bits = lanes.op("i64x2.add", lanes.op("i64x2.sub", x, lanes.double(Math.SQRT1_2)), one);
  const exponent = lanes.op("v128.and", bits, lanes.double(EXPONENT_MASK));
  const biased = lanes.op("v128.or", lanes.shift("i64x2.shr_u", exponent, 52), lanes.double(WHOLE));
  const e = lanes.op("f64x2.sub", biased, WHOLE + BIAS);
  const m = lanes.op("i64x2.add", lanes.op("i64x2.sub", x, exponent), one);

  const s = lanes.op("f64x2.div", lanes.op("f64x2.sub", m, one), lanes.op("f64x2.add", m, one));
  const p = doublePolynomial(lanes, lanes.op("f64x2.mul", s, s), COEFFICIENTS);
  return lanes.op("f64x2.add", e, lanes.op("f64x2.mul", s, p));
}

/** Interpolates 2·artanh(s) / (s·ln 2) as a function of s², at Chebyshev nodes of [0, 0.02944]. */
const COEFFICIENTS = [
  2.885390081789987, 0.9617966734515485, 0.5770835660048659, 0.41167376623771057, 0.3407120415619086,
];
