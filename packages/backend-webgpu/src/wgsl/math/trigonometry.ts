import { floatLiteral } from "../literal.ts";

const PI = floatLiteral(Math.PI);
const HALF_PI = floatLiteral(Math.PI / 2);
const QUARTER_PI = floatLiteral(Math.PI / 4);

/** π/2 in parts of few bits: the products with a whole number below 2¹³ are exact. */
const HALF_PI_PARTS = [1.5703125, 4.837512969970703e-4, 7.549789948768648e-8].map(floatLiteral);

export const trigonometry: Readonly<Record<string, string>> = {
  // Payne and Hanek: the product with 2/pi in fixed point, of which the whole part modulo 4 and the fraction count.
  reduced_large: `
const two_over_pi = array<u32, 6>(
  0x28be60dbu, 0x9391054au, 0x7f09d5f4u, 0x7d4d3770u, 0x36d8a566u, 0x4f10e410u);
fn reduced_large(x: f32) -> vec2f {
  let bits = bitcast<u32>(x);
  let a = ((bits & 0x007fffffu) << 8u) | 0x80000000u;
  let exponent = ((bits >> 23u) & 0xffu) - 126u;
  let word = exponent >> 5u;
  let e = exponent & 31u;
  var table = two_over_pi;
  var high = 0u;
  if (word > 0u) { high = table[word - 1u]; }
  var middle = table[word];
  var low = table[word + 1u];
  if (e > 0u) {
    high = (high << e) | (middle >> (32u - e));
    middle = (middle << e) | (low >> (32u - e));
    low = (low << e) | (table[word + 2u] >> (32u - e));
  }
  let carry = product_high(a, low);
  let least = a * middle + carry;
  var most = product_high(a, middle) + a * high;
  if (least < carry) { most += 1u; }
  var quadrant = most >> 30u;
  var fraction = most & 0x3fffffffu;
  var value = f32(fraction) * 9.313225746154785e-10f + f32(least) * 2.168404344971009e-19f;
  if (fraction >= 0x20000000u) {
    quadrant += 1u;
    let negated = ~least + 1u;
    var rest = 0x3fffffffu - fraction;
    if (least == 0u) { rest += 1u; }
    value = -(f32(rest) * 9.313225746154785e-10f + f32(negated) * 2.168404344971009e-19f);
  }
  value *= ${HALF_PI};
  if (bits >= 0x80000000u) { return vec2f(-value, f32((4u - quadrant) & 3u)); }
  return vec2f(value, f32(quadrant & 3u));
}`,
  // The rest after multiples of pi/2, at most pi/4 from 0, and their number modulo 4.
  reduced_angle: `
fn reduced_angle(x: f32) -> vec2f {
  if (abs(x) > 8000f) { return reduced_large(x); }
  let n = round(x * ${floatLiteral(2 / Math.PI)});
  let r = ((x - n * ${HALF_PI_PARTS[0]}) - n * ${HALF_PI_PARTS[1]}) - n * ${HALF_PI_PARTS[2]};
  return vec2f(r, f32(i32(n) & 3i));
}`,
  sine_near: `
fn sine_near(r: f32) -> f32 {
  let z = r * r;
  return r + r * z * ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f);
}`,
  cosine_near: `
fn cosine_near(r: f32) -> f32 {
  let z = r * r;
  return 1f - 0.5f * z + z * z * ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f);
}`,
  sine: `
fn sine(x: f32) -> f32 {
  if (!is_finite(x)) { return nan_value(); }
  if (abs(x) < 1e-4f) { return x; }
  let reduced = reduced_angle(x);
  let quadrant = u32(reduced.y);
  var result = sine_near(reduced.x);
  if ((quadrant & 1u) == 1u) { result = cosine_near(reduced.x); }
  return select(result, -result, quadrant >= 2u);
}`,
  cosine: `
fn cosine(x: f32) -> f32 {
  if (!is_finite(x)) { return nan_value(); }
  let reduced = reduced_angle(x);
  let quadrant = u32(reduced.y);
  var result = cosine_near(reduced.x);
  if ((quadrant & 1u) == 1u) { result = sine_near(reduced.x); }
  return select(result, -result, quadrant == 1u || quadrant == 2u);
}`,
  tangent: `
fn tangent(x: f32) -> f32 {
  if (!is_finite(x)) { return nan_value(); }
  if (abs(x) < 1e-4f) { return x; }
  let reduced = reduced_angle(x);
  let s = sine_near(reduced.x);
  let c = cosine_near(reduced.x);
  if ((u32(reduced.y) & 1u) == 1u) { return -c / s; }
  return s / c;
}`,
  // Moshier's polynomials (Cephes).
  arc_sine_near: `
fn arc_sine_near(x: f32) -> f32 {
  let z = x * x;
  let p = (((4.2163199048e-2f * z + 2.4181311049e-2f) * z + 4.5470025998e-2f) * z + 7.4953002686e-2f) * z
    + 1.6666752422e-1f;
  return x + x * z * p;
}`,
  arc_sine: `
fn arc_sine(x: f32) -> f32 {
  let a = abs(x);
  if (is_nan(x) || a > 1f) { return nan_value(); }
  if (a <= 0.5f) { return with_sign(arc_sine_near(a), x); }
  return with_sign(${HALF_PI} - 2f * arc_sine_near(sqrt(0.5f * (1f - a))), x);
}`,
  arc_cosine: `
fn arc_cosine(x: f32) -> f32 {
  if (is_nan(x) || abs(x) > 1f) { return nan_value(); }
  if (x > 0.5f) { return 2f * arc_sine_near(sqrt(0.5f * (1f - x))); }
  if (x < -0.5f) { return ${PI} - 2f * arc_sine_near(sqrt(0.5f * (1f + x))); }
  return ${HALF_PI} - arc_sine_near(x);
}`,
  arc_tangent: `
fn arc_tangent(x: f32) -> f32 {
  if (is_nan(x)) { return x; }
  var a = abs(x);
  var base = 0f;
  if (a > 1e18f) { return with_sign(${HALF_PI}, x); }
  if (a > 2.414213562373095f) {
    base = ${HALF_PI};
    a = -1f / a;
  } else if (a > 0.4142135623730950f) {
    base = ${QUARTER_PI};
    a = (a - 1f) / (a + 1f);
  }
  let z = a * a;
  let p = ((8.05374449538e-2f * z - 1.38776856032e-1f) * z + 1.99777106478e-1f) * z - 3.33329491539e-1f;
  return with_sign(base + (a + a * z * p), x);
}`,
  // The angle of (x, y): that of the smaller over the larger, from the nearest axis.
  angle_of: `
fn angle_of(y: f32, x: f32) -> f32 {
  if (is_nan(x) || is_nan(y)) { return nan_value(); }
  let ax = abs(x);
  let ay = abs(y);
  var angle = 0f;
  if (!is_finite(x) && !is_finite(y)) { angle = ${QUARTER_PI}; }
  else if (ay == 0f || !is_finite(x)) { angle = 0f; }
  else if (ax == 0f || !is_finite(y)) { angle = ${HALF_PI}; }
  else if (ay <= ax) { angle = arc_tangent(ay / ax); }
  else { angle = ${HALF_PI} - arc_tangent(ax / ay); }
  if (bitcast<u32>(x) >= 0x80000000u) { angle = ${PI} - angle; }
  return with_sign(angle, y);
}`,
};
