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
  // A product as the sum of two floats, from halves whose products are exact.
  exact_product: `
fn exact_product(x: f32, y: f32) -> vec2f {
  let xh = bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
  let yh = bitcast<f32>(bitcast<u32>(y) & 0xfffff000u);
  let xl = x - xh;
  let yl = y - yh;
  let high = x * y;
  return vec2f(high, ((xh * yh - high) + xh * yl + xl * yh) + xl * yl);
}`,
  // The natural logarithm of a positive normal number as the sum of two floats: with s = (m - 1) / (m + 1), 2s + s^3 P(s^2).
  long_logarithm: `
fn long_logarithm(x: f32) -> vec2f {
  var normal = bitcast<u32>(x);
  var correction = 0i;
  if (normal < 0x00800000u) {
    normal = bitcast<u32>(f32(normal));
    correction = 149i;
  }
  let exponent = bitcast<i32>(normal - 0x3f3504f3u) >> 23u;
  let m = bitcast<f32>(normal - (bitcast<u32>(exponent) << 23u));
  let e = f32(exponent - correction);
  let f = m - 1f;
  let d = m + 1f;
  let dl = m - (d - 1f);
  let s = f / d;
  let back = exact_product(s, d);
  let sl = (((f - back.x) - back.y) - s * dl) / d;
  let z = s * s;
  let tail = s * z * ${polynomial("z", LOG)} + 2f * sl + e * ${floatLiteral(LN2_LOW)};
  let high = e * ${floatLiteral(LN2_HIGH)};
  let sum = high + 2f * s;
  let rest = select((2f * s - sum) + high, (high - sum) + 2f * s, abs(high) >= abs(2f * s));
  let low = rest + tail;
  let result = sum + low;
  return vec2f(result, (sum - result) + low);
}`,
  // e^(y ln x) with the logarithm and the product as sums of two floats; then what IEEE 754 says of special values.
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
  let p = exact_product(y, l.x);
  let low = p.y + y * l.y;
  let result = exponential(p.x);
  if (result == 0f || !is_finite(result)) { return with_sign(result, sign); }
  return with_sign(result + result * low, sign);
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
