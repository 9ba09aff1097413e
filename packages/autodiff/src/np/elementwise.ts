import * as lax from "../lax/elementwise.ts";
import { full, zerosOf } from "../lax/creation.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { alike, alikeFloats, floatTensor, tensorOf } from "./operands.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (x: TensorLike, y: TensorLike) => Tensor;

/** Defined on floats: integers are converted first. */
const float =
  (name: string, apply: (x: Tensor) => Tensor): Unary =>
  (x) =>
    apply(floatTensor(`np.${name}`, x));

/** Defined on numbers of any dtype. */
const same =
  (name: string, apply: (x: Tensor) => Tensor): Unary =>
  (x) =>
    apply(tensorOf(`np.${name}`, x));

/** Whole numbers stay as they are. */
const rounding =
  (name: string, apply: (x: Tensor) => Tensor): Unary =>
  (x) => {
    const tensor = tensorOf(`np.${name}`, x);
    return isFloat(tensor.dtype) ? apply(tensor) : tensor;
  };

const binary =
  (name: string, apply: (x: Tensor, y: Tensor) => Tensor, operands: typeof alike = alike): Binary =>
  (x, y) => {
    const [a, b] = operands(`np.${name}`, x, y);
    if (!a || !b) throw new Error(`np.${name} has two operands`);
    return apply(a, b);
  };

export const negative: Unary = same("negative", lax.neg);
export const abs: Unary = same("abs", lax.abs);
export const sign: Unary = same("sign", lax.sign);
export const floor: Unary = rounding("floor", lax.floor);
export const ceil: Unary = rounding("ceil", lax.ceil);
/** To nearest, ties to even. */
export const round: Unary = rounding("round", lax.round);
export const exp: Unary = float("exp", lax.exp);
/** `eˣ − 1`, exact for small x. */
export const expm1: Unary = float("expm1", lax.expm1);
/** The natural logarithm. */
export const log: Unary = float("log", lax.log);
/** `ln(1 + x)`, exact for small x. */
export const log1p: Unary = float("log1p", lax.log1p);
export const sqrt: Unary = float("sqrt", lax.sqrt);
export const sin: Unary = float("sin", lax.sin);
export const cos: Unary = float("cos", lax.cos);
export const tanh: Unary = float("tanh", lax.tanh);
export const square: Unary = same("square", (x) => lax.mul(x, x));
export const reciprocal: Unary = float("reciprocal", (x) => lax.div(full(x.shape, 1, x.dtype), x));

export const add: Binary = binary("add", lax.add);
export const subtract: Binary = binary("subtract", lax.sub);
export const multiply: Binary = binary("multiply", lax.mul);
/** True division: integers become `float32`. */
export const divide: Binary = binary("divide", lax.div, alikeFloats);
/** Ones in place of zeros: a whole number divided by 0 leaves the remainder 0, as in JAX. */
const withoutZeros = (y: Tensor): Tensor =>
  lax.select(lax.eq(y, zerosOf(y.spec)), full(y.shape, 1, y.dtype), y);

/** The remainder with the sign of the divisor. */
export const remainder: Binary = binary("remainder", (x, y) => {
  const rem = lax.rem(x, isFloat(y.dtype) ? y : withoutZeros(y));
  const zero = zerosOf(x.spec);
  const otherSign = lax.bitwiseAnd(lax.ne(rem, zero), lax.ne(lax.lt(rem, zero), lax.lt(y, zero)));
  return lax.select(otherSign, lax.add(rem, y), rem);
});
export const power: Binary = binary("power", lax.pow);
/** NaN if either is. */
export const maximum: Binary = binary("maximum", lax.max);
export const minimum: Binary = binary("minimum", lax.min);

export const equal: Binary = binary("equal", lax.eq);
export const notEqual: Binary = binary("notEqual", lax.ne);
export const less: Binary = binary("less", lax.lt);
export const lessEqual: Binary = binary("lessEqual", lax.le);
export const greater: Binary = binary("greater", lax.gt);
export const greaterEqual: Binary = binary("greaterEqual", lax.ge);

/** `true` where an element is not zero. */
const truth = (x: Tensor): Tensor => (x.dtype === "bool" ? x : lax.convertElementType(x, "bool"));

const logical = (name: string, apply: (x: Tensor, y: Tensor) => Tensor): Binary =>
  binary(name, (x, y) => apply(truth(x), truth(y)));

export const logicalAnd: Binary = logical("logicalAnd", lax.bitwiseAnd);
export const logicalOr: Binary = logical("logicalOr", lax.bitwiseOr);
export const logicalXor: Binary = logical("logicalXor", lax.bitwiseXor);
export const logicalNot: Unary = same("logicalNot", (x) => lax.bitwiseNot(truth(x)));

export const bitwiseAnd: Binary = binary("bitwiseAnd", lax.bitwiseAnd);
export const bitwiseOr: Binary = binary("bitwiseOr", lax.bitwiseOr);
export const bitwiseXor: Binary = binary("bitwiseXor", lax.bitwiseXor);

/** `true` where an element is not a number. */
export const isnan: Unary = float("isnan", (x) => lax.ne(x, x));
export const isfinite: Unary = float("isfinite", (x) => lax.lt(lax.abs(x), full(x.shape, Infinity, x.dtype)));
