import { full } from "../lax/creation.ts";
import { add, bitcastConvertType, bitwiseAnd, max, mul, sub } from "../lax/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * `low + unit·(high − low)` for 23-bit fractions, rounded once as by a fused multiply-add: XLA fuses, so JAX's samples
 * are these. Dekker's product and Knuth's sum carry along what each rounding drops.
 *
 * @param unit `f32[…]` in [0, 1).
 */
export function scaleUnit(unit: Tensor, minval: number, maxval: number): Tensor {
  const filled = (value: number): Tensor => full(unit.shape, value, "float32");
  const low = filled(Math.fround(minval));
  const width = Math.fround(Math.fround(maxval) - Math.fround(minval));
  const product = mul(unit, filled(width));
  // Nothing is added: the product is rounded once already.
  if (minval === 0) return product;

  const [wide, narrow] = halves(width).map(filled) as [Tensor, Tensor];
  const upper = upperHalf(unit);
  const lower = sub(unit, upper);
  // What `product` lacks: the products of halves are exact.
  const lost = [mul(upper, narrow), mul(lower, wide), mul(lower, narrow)].reduce(
    add,
    sub(mul(upper, wide), product),
  );
  const sum = add(product, low);
  const addend = sub(sum, product);
  const dropped = add(sub(product, sub(sum, addend)), sub(low, addend));
  return max(low, add(sum, add(dropped, lost)));
}

/** The leading 12 bits of the significand; what remains has 12 at most. */
const UPPER_BITS = 0xfffff000;

function upperHalf(x: Tensor): Tensor {
  const bits = bitcastConvertType(x, "uint32");
  return bitcastConvertType(bitwiseAnd(bits, full(x.shape, UPPER_BITS, "uint32")), "float32");
}

function halves(x: number): [upper: number, lower: number] {
  const bits = new Uint32Array(Float32Array.of(x).buffer);
  bits[0] = (bits[0] ?? 0) & UPPER_BITS;
  const [upper = 0] = new Float32Array(bits.buffer);
  return [upper, x - upper];
}
