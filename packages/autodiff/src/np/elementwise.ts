import * as lax from "../lax/elementwise.ts";
import {
  exp2 as powerOfTwo,
  logaddexp as logAddExp,
  reciprocal as inverse,
  square as squared,
} from "../lax/composed.ts";
import { cbrt as cubeRoot } from "../lax/roots.ts";
import { full } from "../lax/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { alikeNumbers } from "./operands.ts";
import { type Binary, binary, binaryFloat, float, same, type Unary } from "./lift.ts";

/**
 * `−x`.
 *
 * @example
 * ```ts
 * await np.negative(np.array([1, -2])).array(); // => [-1,2]
 * ```
 */
export const negative: Unary = same("negative", lax.neg);

/**
 * x as it is.
 *
 * @example
 * ```ts
 * await np.positive(np.array([1, -2])).array(); // => [1,-2]
 * ```
 */
export const positive: Unary = same("positive", (x) => x);

/**
 * The magnitude `|x|`, in the dtype of x.
 *
 * @example
 * ```ts
 * await np.abs(np.array([-2, 3])).array(); // => [2,3]
 * ```
 */
export const abs: Unary = same("abs", magnitude);

/** {@link abs}. */
export const absolute: Unary = same("absolute", magnitude);

/**
 * −1, 0 or 1 in the dtype of x; NaN of NaN.
 *
 * @example
 * ```ts
 * await np.sign(np.array([-2.5, 0, 7])).array(); // => [-1,0,1]
 * ```
 */
export const sign: Unary = same("sign", lax.sign);

/**
 * `eˣ`.
 *
 * @example
 * ```ts
 * await np.exp(np.array([0, 1])).array(); // => [1,2.71828]
 * ```
 */
export const exp: Unary = float("exp", lax.exp);

/**
 * `2ˣ`.
 *
 * @example
 * ```ts
 * await np.exp2(np.array([-1, 10])).array(); // => [0.5,1024]
 * ```
 */
export const exp2: Unary = float("exp2", powerOfTwo);

/**
 * `eˣ − 1`, exact for small x.
 *
 * @example
 * ```ts
 * await np.expm1(np.array([1e-10, 1])).array(); // => [1e-10,1.71828]
 * ```
 */
export const expm1: Unary = float("expm1", lax.expm1);

/**
 * The natural logarithm: −∞ of 0, NaN of negative numbers.
 *
 * @example
 * ```ts
 * await np.log(np.array([1, Math.E])).array(); // => [0,1]
 * await np.log(-1).item(); // => NaN
 * ```
 */
export const log: Unary = float("log", lax.log);

/**
 * The logarithm to base 2.
 *
 * @example
 * ```ts
 * await np.log2(np.array([1, 8, 0.5])).array(); // => [0,3,-1]
 * ```
 */
export const log2: Unary = float("log2", (x) => lax.div(lax.log(x), full(x.shape, Math.LN2, x.dtype)));

/**
 * The logarithm to base 10.
 *
 * @example
 * ```ts
 * await np.log10(np.array([1, 1000, 0.01])).array(); // => [0,3,-2]
 * ```
 */
export const log10: Unary = float("log10", (x) => lax.div(lax.log(x), full(x.shape, Math.LN10, x.dtype)));

/**
 * `ln(1 + x)`, exact for small x.
 *
 * @example
 * ```ts
 * await np.log1p(np.array([1e-10, 1])).array(); // => [1e-10,0.693147]
 * ```
 */
export const log1p: Unary = float("log1p", lax.log1p);

/**
 * The square root; NaN of negative numbers.
 *
 * @example
 * ```ts
 * await np.sqrt(np.array([2, 9])).array(); // => [1.41421,3]
 * await np.sqrt(-1).item(); // => NaN
 * ```
 */
export const sqrt: Unary = float("sqrt", lax.sqrt);

/**
 * The real cube root, of negative numbers too.
 *
 * @example
 * ```ts
 * await np.cbrt(np.array([-8, 27])).array(); // => [-2,3]
 * ```
 */
export const cbrt: Unary = float("cbrt", cubeRoot);

/**
 * `x²`. Truth values are counted in `int32`.
 *
 * @example
 * ```ts
 * await np.square(np.array([-3, 0.5])).array(); // => [9,0.25]
 * np.square(true).dtype; // => int32
 * ```
 */
export const square: Unary = same("square", (x) =>
  squared(x.dtype === "bool" ? lax.convertElementType(x, "int32") : x),
);

/**
 * `1 / x` as a float.
 *
 * @example
 * ```ts
 * await np.reciprocal(np.array([2, -4])).array(); // => [0.5,-0.25]
 * ```
 */
export const reciprocal: Unary = float("reciprocal", inverse);

/**
 * The sum; of two truth values whether one of them holds.
 *
 * @example
 * ```ts
 * await np.add(np.array([1, 2]), 0.5).array(); // => [1.5,2.5]
 * await np.add(true, true).array(); // => true
 * ```
 */
export const add: Binary = binary("add", (x, y) => (x.dtype === "bool" ? lax.bitwiseOr : lax.add)(x, y));

/**
 * `x − y`.
 *
 * @example
 * ```ts
 * await np.subtract(np.array([[1], [2]]), np.array([10, 20])).array(); // => [[-9,-19],[-8,-18]]
 * ```
 */
export const subtract: Binary = binary("subtract", lax.sub);

/**
 * The product; of two truth values whether both hold.
 *
 * @example
 * ```ts
 * await np.multiply(np.array([1, 2]), np.array([3, 0.5])).array(); // => [3,1]
 * ```
 */
export const multiply: Binary = binary("multiply", (x, y) =>
  (x.dtype === "bool" ? lax.bitwiseAnd : lax.mul)(x, y),
);

/**
 * True division: integers become `float32`.
 *
 * @example
 * ```ts
 * await np.divide(np.array([1, -1]), 2).array(); // => [0.5,-0.5]
 * await np.divide(1, 0).item(); // => Infinity
 * ```
 */
export const divide: Binary = binaryFloat("divide", lax.div);

/** {@link divide}. */
export const trueDivide: Binary = binaryFloat("trueDivide", lax.div);

/**
 * `xʸ`; NaN of a negative number to a power that is not whole. Truth values are counted in `int32`.
 *
 * @example
 * ```ts
 * await np.power(2, np.array([3, 10])).array(); // => [8,1024]
 * await np.power(-8, 1.5).item(); // => NaN
 * ```
 */
export const power: Binary = binary("power", lax.pow, alikeNumbers);

/** {@link power}. */
export const pow: Binary = binary("pow", lax.pow, alikeNumbers);

/**
 * {@link power} in a float dtype.
 *
 * @example
 * ```ts
 * await np.floatPower(2, np.array([3, -1])).array(); // => [8,0.5]
 * ```
 */
export const floatPower: Binary = binaryFloat("floatPower", lax.pow);

/**
 * The larger of the two; NaN if either is.
 *
 * @example
 * ```ts
 * await np.maximum(np.array([1, 5]), 3).array(); // => [3,5]
 * await np.maximum(NaN, 1).item(); // => NaN
 * ```
 */
export const maximum: Binary = binary("maximum", lax.max);

/**
 * The smaller of the two; NaN if either is.
 *
 * @example
 * ```ts
 * await np.minimum(np.array([1, 5]), 3).array(); // => [1,3]
 * await np.minimum(NaN, 1).item(); // => NaN
 * ```
 */
export const minimum: Binary = binary("minimum", lax.min);

/**
 * `ln(eˣ + eʸ)` without overflow.
 *
 * @example
 * ```ts
 * await np.logaddexp(-1000, -1000).item(); // => -999.307
 * ```
 */
export const logaddexp: Binary = binaryFloat("logaddexp", logAddExp);

/**
 * `log₂(2ˣ + 2ʸ)` without overflow.
 *
 * @example
 * ```ts
 * await np.logaddexp2(3, 3).item(); // => 4
 * ```
 */
export const logaddexp2: Binary = binaryFloat("logaddexp2", (x, y) => {
  const ln2 = full(x.shape, Math.LN2, x.dtype);
  return lax.div(logAddExp(lax.mul(x, ln2), lax.mul(y, ln2)), ln2);
});

/**
 * The larger one; of a number and NaN, the number.
 *
 * @example
 * ```ts
 * await np.fmax(np.array([1, NaN, 5]), 3).array(); // => [3,3,5]
 * ```
 */
export const fmax: Binary = binary("fmax", (x, y) => lax.select(ordered(x, y, lax.gt), x, y));

/**
 * The smaller one; of a number and NaN, the number.
 *
 * @example
 * ```ts
 * await np.fmin(np.array([1, NaN, 5]), 3).array(); // => [1,3,3]
 * ```
 */
export const fmin: Binary = binary("fmin", (x, y) => lax.select(ordered(x, y, lax.lt), x, y));

/** Whether x is the one of the two: it compares so, or y is NaN. */
function ordered(x: Tensor, y: Tensor, compare: (x: Tensor, y: Tensor) => Tensor): Tensor {
  return lax.bitwiseOr(compare(x, y), lax.ne(y, y));
}

/**
 * 0 for negative x, 1 for positive x, and `atZero` for 0.
 *
 * @example
 * ```ts
 * await np.heaviside(np.array([-2, 0, 3]), 0.5).array(); // => [0,0.5,1]
 * ```
 */
export const heaviside: Binary = binaryFloat("heaviside", (x, atZero) => {
  const zero = full(x.shape, 0, x.dtype);
  const step = lax.select(lax.lt(x, zero), zero, full(x.shape, 1, x.dtype));
  const known = lax.select(lax.eq(x, zero), atZero, step);
  return lax.select(lax.ne(x, x), x, known);
});

function magnitude(x: Tensor): Tensor {
  return x.dtype === "bool" ? x : lax.abs(x);
}
