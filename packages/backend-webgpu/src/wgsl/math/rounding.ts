/** Conversions and roundings; what WGSL leaves open (NaN, numbers out of range, the sign of zero) is decided here. */
export const rounding: Readonly<Record<string, string>> = {
  round_even: `
fn round_even(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  if (magnitude >= 0x4b000000u) { return x; }
  return with_sign(round(abs(x)), x);
}`,
  floor_of: `
fn floor_of(x: f32) -> f32 {
  let magnitude = bitcast<u32>(x) & 0x7fffffffu;
  if (magnitude >= 0x4b000000u || magnitude == 0u) { return x; }
  return floor(x);
}`,
  ceil_of: `
fn ceil_of(x: f32) -> f32 { return -floor_of(-x); }`,
  to_signed: `
fn to_signed(x: f32) -> i32 {
  if (is_nan(x)) { return 0i; }
  if (x >= 2147483648f) { return 2147483647i; }
  if (x <= -2147483648f) { return -2147483647i - 1i; }
  return i32(x);
}`,
  to_unsigned: `
fn to_unsigned(x: f32) -> u32 {
  if (is_nan(x) || x <= 0f) { return 0u; }
  if (x >= 4294967296f) { return 4294967295u; }
  return u32(x);
}`,
  // The nearest half float, ties to even: added to a number 2^13 times as large, the bits it has no place for are rounded away.
  to_half: `
fn to_half(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let magnitude = bits & 0x7fffffffu;
  if (magnitude >= 0x7f800000u) { return x; }
  if (magnitude < 0x38800000u) {
    // A multiple of 2^-24, counted as a whole number.
    return with_sign(round(bitcast<f32>(magnitude) * 16777216f) * 5.9604644775390625e-8f, x);
  }
  let rounded = (magnitude + 0xfffu + ((magnitude >> 13u) & 1u)) & 0xffffe000u;
  if (rounded >= 0x47800000u) { return with_sign(infinity(), x); }
  return with_sign(bitcast<f32>(rounded), x);
}`,
};
