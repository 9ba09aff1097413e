const raised = (type: "i32" | "u32"): string => `
fn raised_${type}(x: ${type}, y: u32) -> ${type} {
  var base = x;
  var exponent = y;
  var result = ${type}(1);
  while (exponent != 0u) {
    if ((exponent & 1u) != 0u) { result *= base; }
    base *= base;
    exponent >>= 1u;
  }
  return result;
}`;

/** As XLA: the quotient by zero is all ones, the remainder by zero the dividend; arithmetic wraps. */
export const integers: Readonly<Record<string, string>> = {
  quotient_i32: `
fn quotient_i32(x: i32, y: i32) -> i32 {
  if (y == 0i) { return -1i; }
  if (y == -1i) { return 0i - x; }
  return x / y;
}`,
  quotient_u32: `
fn quotient_u32(x: u32, y: u32) -> u32 {
  if (y == 0u) { return 4294967295u; }
  return x / y;
}`,
  remainder_i32: `
fn remainder_i32(x: i32, y: i32) -> i32 {
  if (y == 0i) { return x; }
  if (y == -1i) { return 0i; }
  return x % y;
}`,
  remainder_u32: `
fn remainder_u32(x: u32, y: u32) -> u32 {
  if (y == 0u) { return x; }
  return x % y;
}`,
  raised_i32: raised("i32"),
  raised_u32: raised("u32"),
  // x^-n is the truncated 1 / x^n: 0 but for x = 1 and x = -1, where it is x^n.
  power_i32: `
fn power_i32(x: i32, y: i32) -> i32 {
  if (y < 0i && x != 1i && x != -1i && x != 0i) { return 0i; }
  return raised_i32(x, bitcast<u32>(y));
}`,
  // The high word of a product.
  product_high: `
fn product_high(x: u32, y: u32) -> u32 {
  let low = (x & 0xffffu) * (y & 0xffffu);
  let middle = (x >> 16u) * (y & 0xffffu) + (low >> 16u);
  let other = (x & 0xffffu) * (y >> 16u) + (middle & 0xffffu);
  return (x >> 16u) * (y >> 16u) + (middle >> 16u) + (other >> 16u);
}`,
};
