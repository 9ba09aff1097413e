import { floatLiteral } from "../literal.ts";

/** a + x·(b + x·(c + …)). */
export function polynomial(x: string, coefficients: readonly number[]): string {
  return coefficients.map(floatLiteral).reduceRight((sum, coefficient) => `(${sum} * ${x} + ${coefficient})`);
}

/** ln 2 in two parts, the first with so few bits that its product with an exponent is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = Math.LN2 - LN2_HIGH;

/** Interpolates (e^r − 1 − r) / r² at Chebyshev nodes of [−0.3466, 0.3466]. */
const EXP = [0.5, 0.16666576998242935, 0.041666554627878834, 0.008363177629992754, 0.0013926181810310326];

/** Interpolates (e^x − 1 − x) / x² at Chebyshev nodes of [−½, ½]. */
const EXPM1 = [
  0.5000000121607167, 0.16666666801683483, 0.04166579123000726, 0.008333236133517441, 0.0013982186046242147,
  0.00019944874442625113,
];

/** Interpolates (2·artanh(s) − 2s) / s³ as a function of s², at Chebyshev nodes of [0, 0.02944]. */
export const LOG: readonly number[] = [
  0.6666666655445465, 0.40000121874501987, 0.2855081687988891, 0.23330574317102962,
];

/** Interpolates (tanh(x) − x) / x³ as a function of x², at Chebyshev nodes of [0, 0.3907]. */
const TANH = [
  -0.3333332894021743, 0.13332769342016915, -0.05385083951946294, 0.020996894034726186, -0.006096299520587989,
];

/** The formulas are those of the CPU backend, where they are explained. */
export const exponentials: Readonly<Record<string, string>> = {
  power_of_two: `
fn power_of_two(n: i32) -> f32 { return bitcast<f32>((n + 127i) << 23u); }`,
  // The power of two is multiplied in two halves: results below the normal range are rounded once, those above become infinite.
  exponential: `
fn exponential(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  let bounded = max(min(x, 89f), -104f);
  let n = round(bounded * ${floatLiteral(1 / Math.LN2)});
  let r = (bounded - n * ${floatLiteral(LN2_HIGH)}) - n * ${floatLiteral(LN2_LOW)};
  let mantissa = (r * r * ${polynomial("r", EXP)} + r) + 1f;
  let half = i32(n) >> 1u;
  return mantissa * power_of_two(half) * power_of_two(i32(n) - half);
}`,
  exponential_minus_one: `
fn exponential_minus_one(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  if (abs(x) >= 0.5f) { return exponential(x) - 1f; }
  return with_sign(x + x * x * ${polynomial("x", EXPM1)}, x);
}`,
  logarithm: `
fn logarithm(x: f32) -> f32 {
  let all = bitcast<u32>(x);
  if ((all & 0x7fffffffu) == 0u) { return -infinity(); }
  if (all > 0x80000000u) { return nan_value(); }
  if (all >= 0x7f800000u) { return x; }
  var normal = all;
  var correction = 0i;
  if (all < 0x00800000u) {
    // A subnormal number is a whole multiple of 2^-149.
    normal = bitcast<u32>(f32(all));
    correction = 149i;
  }
  let exponent = bitcast<i32>(normal - ${floatBits(Math.SQRT1_2)}u) >> 23u;
  let f = bitcast<f32>(normal - (bitcast<u32>(exponent) << 23u)) - 1f;
  let e = f32(exponent - correction);
  let s = f / (f + 2f);
  let z = s * s;
  let bent = s * (f - z * ${polynomial("z", LOG)});
  return e * ${floatLiteral(LN2_HIGH)} + (f - (bent - e * ${floatLiteral(LN2_LOW)}));
}`,
  // ln u times x / (u - 1) with u the rounded 1 + x: the quotient makes up for what rounding lost.
  logarithm_plus_one: `
fn logarithm_plus_one(x: f32) -> f32 {
  if (is_nan(x) || abs(x) < 5.9604644775390625e-8f) { return x; }
  let u = x + 1f;
  if (!is_finite(u) || u <= 0f) { return logarithm(u); }
  if (u == 1f) { return x; }
  return logarithm(u) * (x / (u - 1f));
}`,
  hyperbolic_tangent: `
fn hyperbolic_tangent(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  let magnitude = abs(x);
  if (magnitude < 0.625f) {
    let z = magnitude * magnitude;
    return with_sign(magnitude + magnitude * (z * ${polynomial("z", TANH)}), x);
  }
  return with_sign(1f - 2f / (exponential(min(magnitude + magnitude, 88f)) + 1f), x);
}`,
};

function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
