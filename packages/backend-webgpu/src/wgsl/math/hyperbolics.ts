import { floatLiteral } from "../literal.ts";
import { polynomial } from "./exponentials.ts";

/** Interpolates (sinh(x) − x) / x³ as a function of x², for |x| < 1: the first terms of its series. */
const SINH = [1 / 6, 1 / 120, 1 / 5040, 1 / 362880];

const LN2 = floatLiteral(Math.LN2);

export const hyperbolics: Readonly<Record<string, string>> = {
  // Beyond 1, (t/2)·t and 1/(2t²) with t = e^(|x|/2), which does not overflow before the result does.
  hyperbolic_sine: `
fn hyperbolic_sine(x: f32) -> f32 {
  if (!is_finite(x)) { return x; }
  let magnitude = abs(x);
  if (magnitude < 1f) {
    let z = x * x;
    return with_sign(magnitude + magnitude * z * ${polynomial("z", SINH)}, x);
  }
  let t = exponential(0.5f * magnitude);
  return with_sign((0.5f * t) * t - (0.5f / t) / t, x);
}`,
  hyperbolic_cosine: `
fn hyperbolic_cosine(x: f32) -> f32 {
  if (!is_finite(x)) { return abs(x); }
  let t = exponential(0.5f * abs(x));
  return (0.5f * t) * t + (0.5f / t) / t;
}`,
  inverse_hyperbolic_sine: `
fn inverse_hyperbolic_sine(x: f32) -> f32 {
  if (!is_finite(x)) { return x; }
  let a = abs(x);
  if (a > 1e9f) { return with_sign(logarithm(a) + ${LN2}, x); }
  let z = a * a;
  return with_sign(logarithm_plus_one(a + z / (1f + sqrt(1f + z))), x);
}`,
  inverse_hyperbolic_cosine: `
fn inverse_hyperbolic_cosine(x: f32) -> f32 {
  if (is_nan(x) || x < 1f) { return nan_value(); }
  if (x > 1e9f) { return logarithm(x) + ${LN2}; }
  let t = x - 1f;
  return logarithm_plus_one(t + sqrt(t * (2f + t)));
}`,
  inverse_hyperbolic_tangent: `
fn inverse_hyperbolic_tangent(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  if (magnitude > 0x3f800000u) { return nan_value(); }
  if (magnitude == 0x3f800000u) { return with_sign(infinity(), x); }
  let a = abs(x);
  return with_sign(0.5f * logarithm_plus_one(2f * a / (1f - a)), x);
}`,
};
