import * as lax from "../lax/elementwise.ts";
import { exp2 as powerOfTwo, reciprocal as inverse, square as squared } from "../lax/composed.ts";
import { full } from "../lax/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { alikeNumbers } from "./operands.ts";
import { type Binary, binary, binaryFloat, float, same, type Unary } from "./lift.ts";

export const negative: Unary = same("negative", lax.neg);
/** x as it is. */
export const positive: Unary = same("positive", (x) => x);
export const abs: Unary = same("abs", magnitude);
/** {@link abs}. */
export const absolute: Unary = same("absolute", magnitude);
export const sign: Unary = same("sign", lax.sign);
export const exp: Unary = float("exp", lax.exp);
/** `2ˣ`. */
export const exp2: Unary = float("exp2", powerOfTwo);
/** `eˣ − 1`, exact for small x. */
export const expm1: Unary = float("expm1", lax.expm1);
/** The natural logarithm. */
export const log: Unary = float("log", lax.log);
export const log2: Unary = float("log2", (x) => lax.div(lax.log(x), full(x.shape, Math.LN2, x.dtype)));
export const log10: Unary = float("log10", (x) => lax.div(lax.log(x), full(x.shape, Math.LN10, x.dtype)));
/** `ln(1 + x)`, exact for small x. */
export const log1p: Unary = float("log1p", lax.log1p);
export const sqrt: Unary = float("sqrt", lax.sqrt);
/** The real cube root, of negative numbers too. */
export const cbrt: Unary = float("cbrt", lax.cbrt);
/** Truth values are counted in `int32`. */
export const square: Unary = same("square", (x) =>
  squared(x.dtype === "bool" ? lax.convertElementType(x, "int32") : x),
);
export const reciprocal: Unary = float("reciprocal", inverse);

/** The sum; of two truth values whether one of them holds. */
export const add: Binary = binary("add", (x, y) => (x.dtype === "bool" ? lax.bitwiseOr : lax.add)(x, y));
export const subtract: Binary = binary("subtract", lax.sub);
/** The product; of two truth values whether both hold. */
export const multiply: Binary = binary("multiply", (x, y) =>
  (x.dtype === "bool" ? lax.bitwiseAnd : lax.mul)(x, y),
);
/** True division: integers become `float32`. */
export const divide: Binary = binaryFloat("divide", lax.div);
/** {@link divide}. */
export const trueDivide: Binary = binaryFloat("trueDivide", lax.div);
/** Truth values are counted in `int32`. */
export const power: Binary = binary("power", lax.pow, alikeNumbers);
/** {@link power}. */
export const pow: Binary = binary("pow", lax.pow, alikeNumbers);
/** {@link power} in a float dtype. */
export const floatPower: Binary = binaryFloat("floatPower", lax.pow);
/** NaN if either is. */
export const maximum: Binary = binary("maximum", lax.max);
export const minimum: Binary = binary("minimum", lax.min);

/** `ln(eˣ + eʸ)` without overflow. */
export const logaddexp: Binary = binaryFloat("logaddexp", lax.logaddexp);
/** `log₂(2ˣ + 2ʸ)` without overflow. */
export const logaddexp2: Binary = binaryFloat("logaddexp2", (x, y) => {
  const ln2 = full(x.shape, Math.LN2, x.dtype);
  return lax.div(lax.logaddexp(lax.mul(x, ln2), lax.mul(y, ln2)), ln2);
});
/** The larger one; of a number and NaN, the number. */
export const fmax: Binary = binary("fmax", (x, y) => lax.select(ordered(x, y, lax.gt), x, y));
/** The smaller one; of a number and NaN, the number. */
export const fmin: Binary = binary("fmin", (x, y) => lax.select(ordered(x, y, lax.lt), x, y));

/** Whether x is the one of the two: it compares so, or y is NaN. */
function ordered(x: Tensor, y: Tensor, compare: (x: Tensor, y: Tensor) => Tensor): Tensor {
  return lax.bitwiseOr(compare(x, y), lax.ne(y, y));
}

/** 0 for negative x, 1 for positive x, and `atZero` for 0. */
export const heaviside: Binary = binaryFloat("heaviside", (x, atZero) => {
  const zero = full(x.shape, 0, x.dtype);
  const step = lax.select(lax.lt(x, zero), zero, full(x.shape, 1, x.dtype));
  const known = lax.select(lax.eq(x, zero), atZero, step);
  return lax.select(lax.ne(x, x), x, known);
});

function magnitude(x: Tensor): Tensor {
  return x.dtype === "bool" ? x : lax.abs(x);
}
