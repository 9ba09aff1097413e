import { bitcastConvertType } from "../lax/bits.ts";
import { stopGradient } from "../lax/composed.ts";
import { full } from "../lax/creation.ts";
import { add, bitwiseAnd, max, mul, sub } from "../lax/elementwise.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";

/**
 * `low + unit·(high − low)` for 23-bit fractions, rounded once as by a fused multiply-add: XLA fuses, so JAX's samples
 * are these. Dekker's product and Knuth's sum carry along what each rounding drops.
 *
 * @param unit `f32[…]` in [0, 1). @param minval and `maxval`: numbers, or `f32` of the shape of `unit`.
 */
export function scaleUnit(unit: Tensor, minval: number | Tensor, maxval: number | Tensor): Tensor {
  const filled = (value: number): Tensor => full(unit.shape, value, "float32");
  if (isTensor(minval) || isTensor(maxval)) {
    const [low, high] = [minval, maxval].map((bound) => (isTensor(bound) ? bound : filled(bound))) as [
      Tensor,
      Tensor,
    ];
    const width = sub(high, low);
    const wide = upperHalf(stopGradient(width));
    return fused(unit, low, width, [wide, sub(stopGradient(width), wide)], stopGradient);
  }
  const width = Math.fround(Math.fround(maxval) - Math.fround(minval));
  // Nothing is added: the product is rounded once already.
  if (minval === 0) return mul(unit, filled(width));
  return fused(
    unit,
    filled(Math.fround(minval)),
    filled(width),
    halves(width).map(filled) as [Tensor, Tensor],
  );
}

function fused(
  unit: Tensor,
  low: Tensor,
  width: Tensor,
  [wide, narrow]: readonly [Tensor, Tensor],
  frozen: (x: Tensor) => Tensor = (x) => x,
): Tensor {
  const product = mul(unit, width);
  const upper = upperHalf(unit);
  const lower = sub(unit, upper);
  const sum = add(product, low);
  // To differentiation the corrections are constants, as rounding is.
  const [rounded, start, total] = [product, low, sum].map(frozen) as [Tensor, Tensor, Tensor];
  // What `product` lacks: the products of halves are exact.
  const lost = [mul(upper, narrow), mul(lower, wide), mul(lower, narrow)].reduce(
    add,
    sub(mul(upper, wide), rounded),
  );
  const addend = sub(total, rounded);
  const dropped = add(sub(rounded, sub(total, addend)), sub(start, addend));
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
