import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { type DType, isFloat } from "../tensor/dtype.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { type Binary, binaryFloat, float, type Unary } from "./lift.ts";
import { tensorOf } from "./operands.ts";
import { requireOptions } from "./require-options.ts";

/**
 * `true` where an element is not a number.
 *
 * @example
 * ```ts
 * await np.isnan(np.array([1, NaN, Infinity])).array(); // => [false,true,false]
 * ```
 */
export const isnan: Unary = float("isnan", (x) => lax.ne(x, x));

/**
 * `true` where an element is neither infinite nor NaN.
 *
 * @example
 * ```ts
 * await np.isfinite(np.array([1, NaN, Infinity])).array(); // => [true,false,false]
 * ```
 */
export const isfinite: Unary = float("isfinite", lax.isFinite);

/**
 * `true` where an element is ∞ or −∞.
 *
 * @example
 * ```ts
 * await np.isinf(np.array([1, NaN, -Infinity])).array(); // => [false,false,true]
 * ```
 */
export const isinf: Unary = float("isinf", (x) => isInfinite(lax.abs(x), Infinity));

/**
 * `true` where an element is ∞.
 *
 * @example
 * ```ts
 * await np.isposinf(np.array([Infinity, -Infinity])).array(); // => [true,false]
 * ```
 */
export const isposinf: Unary = float("isposinf", (x) => isInfinite(x, Infinity));

/**
 * `true` where an element is −∞.
 *
 * @example
 * ```ts
 * await np.isneginf(np.array([Infinity, -Infinity])).array(); // => [false,true]
 * ```
 */
export const isneginf: Unary = float("isneginf", (x) => isInfinite(x, -Infinity));

function isInfinite(x: Tensor, infinity: number): Tensor {
  return lax.eq(x, full(x.shape, infinity, x.dtype));
}

/**
 * `true` where the sign is negative: of −0 too.
 *
 * @example
 * ```ts
 * await np.signbit(np.array([-1, 0, 2])).array(); // => [true,false,false]
 * await np.signbit(-0).array(); // => true
 * ```
 */
export const signbit: Unary = float("signbit", (x) => {
  const zero = zerosOf(x.spec);
  const reciprocal = lax.div(full(x.shape, 1, x.dtype), x);
  return lax.bitwiseOr(lax.lt(x, zero), lax.bitwiseAnd(lax.eq(x, zero), lax.lt(reciprocal, zero)));
});

/**
 * The magnitude of the first operand with the sign of the second.
 *
 * @example
 * ```ts
 * await np.copysign(np.array([1, -2, 3]), np.array([-1, 1, -1])).array(); // => [-1,2,-3]
 * ```
 */
export const copysign: Binary = binaryFloat("copysign", (x, y) => {
  const magnitude = lax.abs(x);
  return lax.select(signbit(y), lax.neg(magnitude), magnitude);
});

export interface NanToNumOptions {
  /** In place of NaN. Default 0. */
  readonly nan?: number;
  /** In place of ∞. Default: the largest number of the dtype. */
  readonly posinf?: number;
  /** In place of −∞. Default: the least number of the dtype. */
  readonly neginf?: number;
}

const LARGEST: Partial<Record<DType, number>> = {
  float64: Number.MAX_VALUE,
  float32: (2 - 2 ** -23) * 2 ** 127,
  float16: 65504,
};

/**
 * Numbers in place of NaN and infinities.
 *
 * @example
 * ```ts
 * await np.nanToNum(np.array([NaN, -Infinity, 2.5]), { neginf: -9 }).array(); // => [0,-9,2.5]
 * ```
 */
export function nanToNum(x: TensorLike, options: NanToNumOptions = {}): Tensor {
  requireOptions("np.nanToNum", options, "{ nan, posinf, neginf }");
  const { nan = 0, posinf, neginf } = options;
  const operand = tensorOf("np.nanToNum", x);
  if (!isFloat(operand.dtype)) return operand;
  const filled = (value: number): Tensor => full(operand.shape, value, operand.dtype);
  const largest = LARGEST[operand.dtype] ?? Number.MAX_VALUE;
  const known = lax.select(lax.ne(operand, operand), filled(nan), operand);
  const below = lax.select(isInfinite(operand, Infinity), filled(posinf ?? largest), known);
  return lax.select(isInfinite(operand, -Infinity), filled(neginf ?? -largest), below);
}
