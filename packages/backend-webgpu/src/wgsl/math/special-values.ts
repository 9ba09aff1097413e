import { INFINITY_BITS, NAN_BITS } from "../nan.ts";

/** WGSL forbids NaN and the infinities in constants: they come from variables. Tests look at the bits, which nobody assumes away. */
export const specialValues: Readonly<Record<string, string>> = {
  nan_value: `
var<private> nan_bits: u32 = ${NAN_BITS};
fn nan_value() -> f32 { return bitcast<f32>(nan_bits); }`,
  infinity: `
var<private> infinity_bits: u32 = ${INFINITY_BITS};
fn infinity() -> f32 { return bitcast<f32>(infinity_bits); }`,
  is_nan: `
fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > ${INFINITY_BITS}; }`,
  is_finite: `
fn is_finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) < ${INFINITY_BITS}; }`,
  with_sign: `
fn with_sign(magnitude: f32, x: f32) -> f32 {
  return bitcast<f32>((bitcast<u32>(magnitude) & 0x7fffffffu) | (bitcast<u32>(x) & 0x80000000u));
}`,
  equal: `
fn equal(x: f32, y: f32) -> bool { return x == y && !is_nan(x) && !is_nan(y); }`,
  less: `
fn less(x: f32, y: f32) -> bool { return x < y && !is_nan(x) && !is_nan(y); }`,
  less_or_equal: `
fn less_or_equal(x: f32, y: f32) -> bool { return x <= y && !is_nan(x) && !is_nan(y); }`,
  // Equal numbers differ in the sign of zero at most.
  maximum: `
fn maximum(x: f32, y: f32) -> f32 {
  let both = bitcast<f32>(bitcast<u32>(x) & bitcast<u32>(y));
  let larger = select(select(y, x, x > y), both, x == y);
  return select(select(larger, y, is_nan(y)), x, is_nan(x));
}`,
  minimum: `
fn minimum(x: f32, y: f32) -> f32 {
  let both = bitcast<f32>(bitcast<u32>(x) | bitcast<u32>(y));
  let smaller = select(select(y, x, x < y), both, x == y);
  return select(select(smaller, y, is_nan(y)), x, is_nan(x));
}`,
  sign_of: `
fn sign_of(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  return select(with_sign(1f, x), x, magnitude == 0u || magnitude > ${INFINITY_BITS});
}`,
};
