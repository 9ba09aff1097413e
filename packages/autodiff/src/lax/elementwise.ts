import { bind, bind1 } from "../interpreters/stack.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";

export const neg: Unary = unary("neg");
export const sign: Unary = unary("sign");
export const abs: Unary = unary("abs");
export const floor: Unary = unary("floor");
export const ceil: Unary = unary("ceil");
/** To nearest, ties to even. */
export const round: Unary = unary("round");
export const exp: Unary = unary("exp");
export const expm1: Unary = unary("expm1");
export const log: Unary = unary("log");
export const log1p: Unary = unary("log1p");
export const sqrt: Unary = unary("sqrt");
/** `1 / √x`. */
export const rsqrt: Unary = unary("rsqrt");
export const cbrt: Unary = unary("cbrt");
/** `true` where a float is neither infinite nor NaN. */
export const isFinite: Unary = unary("isFinite");
/** The number of one bits of an integer. */
export const populationCount: Unary = unary("populationCount");
/** `1 / (1 + e⁻ˣ)`. */
export const logistic: Unary = unary("logistic");
/** Logical for `bool`, bitwise for integers. */
export const bitwiseNot: Unary = unary("not");
/** The same elements in a buffer of their own. */
export const copy: Unary = unary("copy");
/** The same value with no gradient. */
export const stopGradient: Unary = unary("stopGradient");

export const add: Binary = binary("add");
export const sub: Binary = binary("sub");
export const mul: Binary = binary("mul");
/** Truncates towards zero for integers. */
export const div: Binary = binary("div");
/** The sign of the dividend. */
export const rem: Binary = binary("rem");
export const pow: Binary = binary("pow");
/** `ln(eˣ + eʸ)` without overflow. */
export const logaddexp: Binary = binary("logaddexp");
export const max: Binary = binary("max");
export const min: Binary = binary("min");
export const bitwiseAnd: Binary = binary("and");
export const bitwiseOr: Binary = binary("or");
export const bitwiseXor: Binary = binary("xor");
export const eq: Binary = binary("eq");
export const ne: Binary = binary("ne");
export const lt: Binary = binary("lt");
export const le: Binary = binary("le");
export const gt: Binary = binary("gt");
export const ge: Binary = binary("ge");

/** `onTrue` where `predicate` is true, else `onFalse`; all of one shape. */
export function select(predicate: Tensor, onTrue: Tensor, onFalse: Tensor): Tensor {
  return bind1("select", [predicate, onTrue, onFalse], {});
}

/** Another dtype; the operand itself when it has it already. Float to integer truncates and saturates. */
export function convertElementType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind1("convert", [x], { dtype });
}

/** The same bits read as another dtype of the same width. */
export function bitcastConvertType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind1("bitcast", [x], { dtype });
}

/** The two output words of Threefry-2x32 (20 rounds) for counter `(x0, x1)` under key `(k0, k1)`, all `uint32`. */
export function threefry2x32(k0: Tensor, k1: Tensor, x0: Tensor, x1: Tensor): readonly [Tensor, Tensor] {
  const [y0, y1] = bind("threefry2x32", [k0, k1, x0, x1], {});
  if (y0 === undefined || y1 === undefined) throw new Error("threefry2x32 has two results");
  return [y0, y1];
}
