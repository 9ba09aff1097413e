/** Conversions and roundings; what WGSL leaves open (NaN, numbers out of range, the sign of zero) is decided here. */
export const rounding: Readonly<Record<string, string>> = {
  round_even: `
fn round_even(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  return select(with_sign(round(abs(x)), x), x, magnitude >= 0x4b000000u);
}`,
  floor_of: `
fn floor_of(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  return select(floor(x), x, magnitude >= 0x4b000000u || magnitude == 0u);
}`,
  ceil_of: `
fn ceil_of(x: f32) -> f32 { return -floor_of(-x); }`,
  to_signed: `
fn to_signed(x: f32) -> i32 {
  let inside = i32(clamp(select(x, 0f, is_nan(x)), -2147483648f, 2147483520f));
  return select(inside, 2147483647i, !is_nan(x) && x >= 2147483648f);
}`,
  to_unsigned: `
fn to_unsigned(x: f32) -> u32 {
  let inside = u32(clamp(select(x, 0f, is_nan(x)), 0f, 4294967040f));
  return select(inside, 4294967295u, !is_nan(x) && x >= 4294967296f);
}`,
  // The nearest half float, ties to even; what is too large becomes infinite.
  to_half: `
fn to_half(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let magnitude = bits & 0x7fffffffu;
  // Below the normal range a multiple of 2^-24, counted as a whole number.
  let small = bitcast<u32>(round(bitcast<f32>(min(magnitude, 0x38800000u)) * 16777216f) * 5.9604644775390625e-8f);
  let rounded = (magnitude + 0xfffu + ((magnitude >> 13u) & 1u)) & 0xffffe000u;
  let normal = select(rounded, 0x7f800000u, rounded >= 0x47800000u);
  let finite = select(normal, small, magnitude < 0x38800000u);
  return bitcast<f32>(select(finite, magnitude, magnitude >= 0x7f800000u) | (bits & 0x80000000u));
}`,
};
