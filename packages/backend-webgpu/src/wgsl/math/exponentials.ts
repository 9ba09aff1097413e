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
  return select(exponential_of_sum(select(x, 0f, is_nan(x)), 0f), x, is_nan(x));
}`,
  // Of a sum whose second part is small: it is added where it does not drown.
  exponential_of_sum: `
fn exponential_of_sum(x: f32, rest: f32) -> f32 {
  let bounded = max(min(x, 90f), -110f);
  let n = round(bounded * ${floatLiteral(1 / Math.LN2)});
  let r = ((bounded - n * ${floatLiteral(LN2_HIGH)}) - n * ${floatLiteral(LN2_LOW)}) + rest;
  let mantissa = (r * r * ${polynomial("r", EXP)} + r) + 1f;
  let half = i32(n) >> 1u;
  return mantissa * power_of_two(half) * power_of_two(i32(n) - half);
}`,
  exponential_minus_one: `
fn exponential_minus_one(x: f32) -> f32 {
  let small = with_sign(x + x * x * ${polynomial("x", EXPM1)}, x);
  return select(exponential(x) - 1f, small, abs(x) < 0.5f);
}`,
  logarithm: `
fn logarithm(x: f32) -> f32 {
  let all = bitcast<u32>(x);
  // A subnormal number is a whole multiple of 2^-149.
  let subnormal = all < 0x00800000u;
  let normal = select(all, bitcast<u32>(f32(all)), subnormal);
  let correction = select(0i, 149i, subnormal);
  let exponent = bitcast<i32>(normal - ${floatBits(Math.SQRT1_2)}u) >> 23u;
  let f = bitcast<f32>(normal - (bitcast<u32>(exponent) << 23u)) - 1f;
  let e = f32(exponent - correction);
  let s = f / (f + 2f);
  let z = s * s;
  let bent = s * (f - z * ${polynomial("z", LOG)});
  let finite = e * ${floatLiteral(LN2_HIGH)} + (f - (bent - e * ${floatLiteral(LN2_LOW)}));
  let positive = select(finite, x, all >= 0x7f800000u);
  let real = select(positive, nan_value(), all > 0x80000000u);
  return select(real, -infinity(), (all & 0x7fffffffu) == 0u);
}`,
  // Where 1 + x is between the roots of 1/2 and of 2, x is what the series wants, without rounding. The usual correction by
  // x / (u - 1) with u = 1 + x will not do: compilers of shaders take (1 + x) - 1 for x.
  logarithm_plus_one: `
fn logarithm_plus_one(x: f32) -> f32 {
  let s = x / (x + 2f);
  let z = s * s;
  let near = x - s * (x - z * ${polynomial("z", LOG)});
  let small = bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu) < 5.9604644775390625e-8f || is_nan(x);
  let central = x > -0.29f && x < 0.41f;
  return select(select(logarithm(x + 1f), near, central), x, small);
}`,
  hyperbolic_tangent: `
fn hyperbolic_tangent(x: f32) -> f32 {
  let magnitude = abs(x);
  let z = magnitude * magnitude;
  let small = magnitude + magnitude * (z * ${polynomial("z", TANH)});
  let large = 1f - 2f / (exponential(min(magnitude + magnitude, 88f)) + 1f);
  return select(with_sign(select(large, small, magnitude < 0.625f), x), x, is_nan(x));
}`,
};

function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
