import { polynomial } from "./exponentials.ts";

/** Interpolates erf(x) / x − 1 as a function of x², at Chebyshev nodes of [0, 0.64]. */
const CENTER = [
  0.12837916703274238, -0.3761263794130869, 0.11283767533147276, -0.026863890654267784, 0.005213663503149121,
  -0.0008306234643614311, 0.00009164212025399699,
];

/** Interpolates e^(x²)·erfc(x) / t with t = 1 / (1 + x), at Chebyshev nodes of the range of t for x ≥ 0.8. */
const TAIL = [
  0.564192596096745, 0.5640303396800578, 0.2857521847226354, -0.3300821003117185, -0.30838499538118835,
  -2.282935246164071, 9.08402891742264, -13.396665343469166, 9.653831375649885, -2.861769017121904,
];

/** Giles, "Approximating the erfinv function" (2012), as XLA has it; the constant term first. */
const INVERSE_CENTER = [
  1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-6, -3.5233877e-6,
  3.43273939e-7, 2.81022636e-8,
];
const INVERSE_TAIL = [
  2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844, 0.00134934322,
  0.000100950558, -0.000200214257,
];

/** The formulas are those of the CPU backend, where they are explained. */
export const errorFunctions: Readonly<Record<string, string>> = {
  erf_center: `
fn erf_center(x: f32) -> f32 {
  let z = x * x;
  return x + x * ${polynomial("z", CENTER)};
}`,
  erfc_tail: `
fn erfc_tail(magnitude: f32) -> f32 {
  let x = min(magnitude, 10.6f);
  let t = 1f / (x + 1f);
  let q = t * ${polynomial("t", TAIL)};
  let half = bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
  return exponential((half - x) * (half + x)) * q * exponential(-(half * half));
}`,
  erf_value: `
fn erf_value(x: f32) -> f32 {
  let magnitude = abs(x);
  let result = select(1f - erfc_tail(magnitude), erf_center(magnitude), magnitude < 0.8f);
  return select(with_sign(result, x), x, is_nan(x));
}`,
  erfc_value: `
fn erfc_value(x: f32) -> f32 {
  let tail = erfc_tail(abs(x));
  let result = select(select(tail, 2f - tail, x < 0f), 1f - erf_center(x), abs(x) < 0.8f);
  return select(result, x, is_nan(x));
}`,
  erf_inverse: `
fn erf_inverse(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  let w = -logarithm_plus_one(-(x * x));
  let c = w - 2.5f;
  let t = sqrt(w) - 3f;
  let result = x * select(${polynomial("t", INVERSE_TAIL)}, ${polynomial("c", INVERSE_CENTER)}, w < 5f);
  let inside = select(result, with_sign(infinity(), x), magnitude == 0x3f800000u);
  return select(inside, nan_value(), magnitude > 0x3f800000u);
}`,
};
