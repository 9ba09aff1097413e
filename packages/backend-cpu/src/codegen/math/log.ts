import type { Local } from "../../assembler/function-builder.ts";
import { floatBits, type Lanes } from "../lanes.ts";
import { LN2_HIGH, LN2_LOW } from "./exp.ts";

const LEAST_NORMAL = 2 ** -126;
const SQRT_HALF = floatBits(Math.SQRT1_2);

/**
 * ln x = e·ln 2 + ln(1 + f) with √½ ≤ 1 + f < √2. With s = f / (2 + f), ln(1 + f) = 2·artanh(s) = f − s·(f − R(s²)),
 * which loses nothing where f is small.
 */
export function log(lanes: Lanes, x: Local): Local {
  const small = lanes.op("f32x4.lt", x, LEAST_NORMAL);
  const normal = lanes.choose(small, lanes.op("f32x4.mul", x, 2 ** 23), x);

  // The exponent of x / √½, taken from the bits, leaves a mantissa in [√½, √2).
  const bits = lanes.op("i32x4.sub", normal, SQRT_HALF);
  const exponent = lanes.shift("i32x4.shr_s", bits, 23);
  const mantissaBits = lanes.op("i32x4.sub", normal, lanes.shift("i32x4.shl", exponent, 23));
  const f = lanes.op("f32x4.sub", mantissaBits, 1);
  const correction = lanes.op("v128.and", small, 23);
  const e = lanes.op("f32x4.convert_i32x4_s", lanes.op("i32x4.sub", exponent, correction));

  const s = lanes.op("f32x4.div", f, lanes.op("f32x4.add", f, 2));
  const z = lanes.op("f32x4.mul", s, s);
  const r = lanes.op("f32x4.mul", z, lanes.polynomial(z, COEFFICIENTS));
  const bent = lanes.op("f32x4.mul", s, lanes.op("f32x4.sub", f, r));
  const low = lanes.op("f32x4.sub", bent, lanes.op("f32x4.mul", e, LN2_LOW));
  const tail = lanes.op("f32x4.sub", f, low);
  const result = lanes.op("f32x4.add", lanes.op("f32x4.mul", e, LN2_HIGH), tail);

  // ∞ and NaN are their own logarithms; the comparison is false for NaN.
  const finite = lanes.op("f32x4.lt", x, Infinity);
  const upper = lanes.choose(finite, result, x);
  const negative = lanes.op("f32x4.lt", x, 0);
  const lower = lanes.choose(negative, lanes.float(NaN), upper);
  return lanes.choose(lanes.op("f32x4.eq", x, 0), lanes.float(-Infinity), lower);
}

/** Interpolates (2·artanh(s) − 2s) / s³ as a function of s², at Chebyshev nodes of [0, 0.02944]. */
const COEFFICIENTS = [0.6666667, 0.40000122, 0.28550817, 0.23330574];
