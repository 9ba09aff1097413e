import { floatLiteral } from "../literal.ts";
import { LOG, polynomial } from "./exponentials.ts";

/** ln 2 as the sum of two floats, the first with so few bits that its product with an exponent is exact. */
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = Math.LN2 - LN2_HIGH;

export const powers: Readonly<Record<string, string>> = {
  square_root: `
fn square_root(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let same = (bits & 0x7fffffffu) == 0u || bits == 0x7f800000u || is_nan(x);
  return select(select(sqrt(x), nan_value(), bits >= 0x80000000u), x, same);
}`,
  // The natural logarithm of a positive number as the sum of two floats. With s = (m - 1) / (m + 1) it is
  // e ln 2 + 2s + s^3 P(s^2); the leading bits of s are so few that they add up with those of e ln 2 without rounding, and
  // what they leave of m - 1 is had by products that are exact. Nothing here depends on a compiler's not rearranging sums.
  long_logarithm: `
fn long_logarithm(x: f32) -> vec2f {
  let bits = bitcast<u32>(x);
  let subnormal = bits < 0x00800000u;
  let normal = select(bits, bitcast<u32>(f32(bits)), subnormal);
  let exponent = bitcast<i32>(normal - 0x3f3504f3u) >> 23u;
  let m = bitcast<f32>(normal - (bitcast<u32>(exponent) << 23u));
  let e = f32(exponent - select(0i, 149i, subnormal));
  let mh = bitcast<f32>(bitcast<u32>(m) & 0xfffff000u);
  let ml = m - mh;
  let f = m - 1f;
  let d = m + 1f;
  let s = f / d;
  let sh = select(round(s * 4096f) * 2.44140625e-4f, bitcast<f32>(bitcast<u32>(s) & 0xffffc000u), e == 0f);
  let sl = ((f - sh * (mh + 1f)) - sh * ml) / d;
  let z = s * s;
  let low = s * z * ${polynomial("z", LOG)} + 2f * sl + e * ${floatLiteral(LN2_LOW)};
  return vec2f(e * ${floatLiteral(LN2_HIGH)} + 2f * sh, low);
}`,
  // e^(y ln x) with the logarithm as the sum of two floats; before that, what IEEE 754 says of special values.
  power: `
fn power(x: f32, y: f32) -> f32 {
  let ax = abs(x);
  let xb = bitcast<u32>(x) & 0x7fffffffu;
  let yb = bitcast<u32>(y) & 0x7fffffffu;
  if (yb == 0u || bitcast<u32>(x) == 0x3f800000u) { return 1f; }
  if (is_nan(x) || is_nan(y)) { return nan_value(); }
  let grows = (xb > 0x3f800000u) == (bitcast<u32>(y) < 0x80000000u);
  if (yb == 0x7f800000u) {
    if (xb == 0x3f800000u) { return 1f; }
    return select(0f, infinity(), grows);
  }
  let whole = yb >= 0x4b000000u || y == floor(y);
  let odd = yb < 0x4b800000u && whole && (i32(y) & 1i) == 1i;
  let negative = bitcast<u32>(x) >= 0x80000000u;
  let sign = select(1f, -1f, negative && odd);
  if (xb == 0u || xb == 0x7f800000u) { return with_sign(select(0f, infinity(), grows), sign); }
  if (negative && !whole) { return nan_value(); }
  if (xb == 0x3f800000u) { return sign; }
  let l = long_logarithm(ax);
  if (abs(y) * abs(l.x) > 200f || yb >= 0x7e000000u) { return with_sign(select(0f, infinity(), grows), sign); }
  // The product of the leading halves is exact.
  let yh = bitcast<f32>(bitcast<u32>(y) & 0xfffff000u);
  let lh = bitcast<f32>(bitcast<u32>(l.x) & 0xfffff000u);
  let rest = yh * (l.x - lh) + ((y - yh) * l.x + y * l.y);
  return with_sign(exponential_of_sum(yh * lh, rest), sign);
}`,
  // A first guess from the bits, then Newton's step twice and once with an exact cube.
  cube_root: `
fn cube_root(x: f32) -> f32 {
  let bits = bitcast<u32>(x) & 0x7fffffffu;
  if (bits == 0u || bits >= 0x7f800000u) { return x; }
  var a = bitcast<f32>(bits);
  var scale = 1f;
  if (bits < 0x00800000u) {
    a = f32(bits);
    // The cube root of 2^-150, with the factor 2 on a.
    a *= 2f;
    scale = 8.881784197001252e-16f;
  }
  var t = bitcast<f32>(bitcast<u32>(a) / 3u + 709921077u);
  t = t - (t - a / (t * t)) * 0.33333333f;
  t = t - (t - a / (t * t)) * 0.33333333f;
  t = t - (t - a / (t * t)) * 0.33333333f;
  return with_sign(t * scale, x);
}`,
  // Long division of the significands: exact, with the sign of the dividend.
  remainder: `
fn remainder(x: f32, y: f32) -> f32 {
  let xb = bitcast<u32>(x) & 0x7fffffffu;
  let yb = bitcast<u32>(y) & 0x7fffffffu;
  if (xb >= 0x7f800000u || yb > 0x7f800000u || yb == 0u) { return nan_value(); }
  if (xb < yb) { return x; }
  var ex = xb >> 23u;
  var ey = yb >> 23u;
  var mx = xb & 0x7fffffu;
  var my = yb & 0x7fffffu;
  if (ex == 0u) { ex = 1u; } else { mx |= 0x800000u; }
  if (ey == 0u) { ey = 1u; } else { my |= 0x800000u; }
  for (var step = ex - ey; step > 0u; step -= 1u) { mx = (mx % my) << 1u; }
  mx %= my;
  if (mx == 0u) { return with_sign(0f, x); }
  let lift = countLeadingZeros(mx) - 8u;
  if (lift >= ey) { return with_sign(bitcast<f32>(mx << (ey - 1u)), x); }
  return with_sign(bitcast<f32>(((mx << lift) & 0x7fffffu) | ((ey - lift) << 23u)), x);
}`,
};
