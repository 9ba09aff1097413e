import * as lax from "../lax/elementwise.ts";
import { full, zerosOf } from "../lax/creation.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { alike, alikeFloats, floatTensor, tensorOf } from "./operands.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (x: TensorLike, y: TensorLike) => Tensor;

/** Defined on floats: integers are converted first. */
const float =
  (apply: (x: Tensor) => Tensor): Unary =>
  (x) =>
    apply(floatTensor(x));

/** Defined on numbers of any dtype. */
const same =
  (apply: (x: Tensor) => Tensor): Unary =>
  (x) =>
    apply(tensorOf(x));

/** Whole numbers stay as they are. */
const rounding =
  (apply: (x: Tensor) => Tensor): Unary =>
  (x) => {
    const tensor = tensorOf(x);
    return isFloat(tensor.dtype) ? apply(tensor) : tensor;
  };

const binary =
  (name: string, apply: (x: Tensor, y: Tensor) => Tensor, operands: typeof alike = alike): Binary =>
  (x, y) => {
    const [a, b] = operands(`np.${name}`, x, y);
    if (!a || !b) throw new Error(`np.${name} has two operands`);
    return apply(a, b);
  };

export const negative: Unary = same(lax.neg);
export const abs: Unary = same(lax.abs);
export const sign: Unary = same(lax.sign);
export const floor: Unary = rounding(lax.floor);
export const ceil: Unary = rounding(lax.ceil);
/** To nearest, ties to even. */
export const round: Unary = rounding(lax.round);
export const exp: Unary = float(lax.exp);
/** `eˣ − 1`, exact for small x. */
export const expm1: Unary = float(lax.expm1);
/** The natural logarithm. */
export const log: Unary = float(lax.log);
/** `ln(1 + x)`, exact for small x. */
export const log1p: Unary = float(lax.log1p);
export const sqrt: Unary = float(lax.sqrt);
export const sin: Unary = float(lax.sin);
export const cos: Unary = float(lax.cos);
export const tanh: Unary = float(lax.tanh);
export const square: Unary = same((x) => lax.mul(x, x));
export const reciprocal: Unary = float((x) => lax.div(full(x.shape, 1, x.dtype), x));

export const add: Binary = binary("add", lax.add);
export const subtract: Binary = binary("subtract", lax.sub);
export const multiply: Binary = binary("multiply", lax.mul);
/** True division: integers become `float32`. */
export const divide: Binary = binary("divide", lax.div, alikeFloats);
/** The remainder with the sign of the divisor. */
export const remainder: Binary = binary("remainder", (x, y) => {
  const rem = lax.rem(x, y);
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
export const logicalNot: Unary = same((x) => lax.bitwiseNot(truth(x)));

export const bitwiseAnd: Binary = binary("bitwiseAnd", lax.bitwiseAnd);
export const bitwiseOr: Binary = binary("bitwiseOr", lax.bitwiseOr);
export const bitwiseXor: Binary = binary("bitwiseXor", lax.bitwiseXor);

/** `true` where an element is not a number. */
export const isnan: Unary = float((x) => lax.ne(x, x));
export const isfinite: Unary = float((x) => lax.lt(lax.abs(x), full(x.shape, Infinity, x.dtype)));
