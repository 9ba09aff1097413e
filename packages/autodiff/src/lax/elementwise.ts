import { bind1 } from "../interpreters/stack.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";

/**
 * `−x`; unsigned integers wrap around.
 *
 * @example
 * ```ts
 * await lax.neg(np.array([1, -2])).array(); // => [-1,2]
 * await lax.neg(np.array([1], { dtype: "uint32" })).array(); // => [4294967295]
 * ```
 */
export const neg: Unary = unary("neg");

/**
 * −1, 0 or 1 in the dtype of x; NaN of NaN.
 *
 * @example
 * ```ts
 * await lax.sign(np.array([-2.5, 0, 7])).array(); // => [-1,0,1]
 * ```
 */
export const sign: Unary = unary("sign");

/**
 * The magnitude `|x|`.
 *
 * @example
 * ```ts
 * await lax.abs(np.array([-2, 3])).array(); // => [2,3]
 * ```
 */
export const abs: Unary = unary("abs");

/**
 * The largest whole number not above x.
 *
 * @example
 * ```ts
 * await lax.floor(np.array([-1.5, 1.5])).array(); // => [-2,1]
 * ```
 */
export const floor: Unary = unary("floor");

/**
 * The smallest whole number not below x.
 *
 * @example
 * ```ts
 * await lax.ceil(np.array([-1.5, 1.5])).array(); // => [-1,2]
 * ```
 */
export const ceil: Unary = unary("ceil");

/**
 * To the nearest whole number, ties to the even one.
 *
 * @example
 * ```ts
 * await lax.round(np.array([0.5, 1.5, -2.5])).array(); // => [0,2,-2]
 * ```
 */
export const round: Unary = unary("round");

/**
 * `eˣ`.
 *
 * @example
 * ```ts
 * await lax.exp(np.array([0.5, -Infinity])).array(); // => [1.64872,0]
 * ```
 */
export const exp: Unary = unary("exp");

/**
 * `eˣ − 1`, exact for small x.
 *
 * @example
 * ```ts
 * await lax.expm1(np.array([1e-10, 0.5])).array(); // => [1e-10,0.648721]
 * ```
 */
export const expm1: Unary = unary("expm1");

/**
 * The natural logarithm: −∞ of 0, NaN of negative numbers.
 *
 * @example
 * ```ts
 * await lax.log(np.array([1, Math.E])).array(); // => [0,1]
 * await lax.log(lax.constant(0, "float32")).item(); // => -Infinity
 * ```
 */
export const log: Unary = unary("log");

/**
 * `ln(1 + x)`, exact for small x.
 *
 * @example
 * ```ts
 * await lax.log1p(np.array([1e-10, 0.5])).array(); // => [1e-10,0.405465]
 * ```
 */
export const log1p: Unary = unary("log1p");

/**
 * The square root; NaN of negative numbers.
 *
 * @example
 * ```ts
 * await lax.sqrt(np.array([0.25, 2])).array(); // => [0.5,1.41421]
 * await lax.sqrt(lax.constant(-1, "float32")).item(); // => NaN
 * ```
 */
export const sqrt: Unary = unary("sqrt");

/**
 * `true` where a float is neither infinite nor NaN.
 *
 * @example
 * ```ts
 * await lax.isFinite(np.array([1.5, Infinity, NaN])).array(); // => [true,false,false]
 * ```
 */
export const isFinite: Unary = unary("isFinite");

/**
 * Logical for `bool`, bitwise for integers.
 *
 * @example
 * ```ts
 * await lax.bitwiseNot(np.array([0, 5])).array(); // => [-1,-6]
 * await lax.bitwiseNot(np.array([true, false])).array(); // => [false,true]
 * ```
 */
export const bitwiseNot: Unary = unary("not");

/**
 * The same elements in a buffer of their own.
 *
 * @example
 * ```ts
 * const x = np.array([1, 2]);
 * const y = lax.copy(x);
 * x.dispose();
 * await y.array(); // => [1,2]
 * ```
 */
export const copy: Unary = unary("copy");

/**
 * `x + y`; integers wrap around.
 *
 * @example
 * ```ts
 * await lax.add(np.array([1, 2]), np.array([10, 20])).array(); // => [11,22]
 * await lax.add(np.array([2147483647]), np.array([1])).array(); // => [-2147483648]
 * ```
 */
export const add: Binary = binary("add");

/**
 * `x − y`; integers wrap around.
 *
 * @example
 * ```ts
 * await lax.sub(np.array([1, 2]), np.array([10, 20])).array(); // => [-9,-18]
 * ```
 */
export const sub: Binary = binary("sub");

/**
 * `x · y`; integers wrap around.
 *
 * @example
 * ```ts
 * await lax.mul(np.array([1, 2]), np.array([10, 20])).array(); // => [10,40]
 * ```
 */
export const mul: Binary = binary("mul");

/**
 * The quotient; of integers truncated towards zero.
 *
 * @example
 * ```ts
 * await lax.div(np.array([-7, 7]), np.array([2, 2])).array(); // => [-3,3]
 * await lax.div(np.array([-7.5, 1]), np.array([2, 0.5])).array(); // => [-3.75,2]
 * ```
 */
export const div: Binary = binary("div");

/**
 * The remainder of `div`, with the sign of the dividend.
 *
 * @example
 * ```ts
 * await lax.rem(np.array([-7, 7]), np.array([3, -3])).array(); // => [-1,1]
 * ```
 */
export const rem: Binary = binary("rem");

/**
 * `xʸ`; NaN of a negative number to a power that is not whole.
 *
 * @example
 * ```ts
 * await lax.pow(np.array([2, 0.5]), np.array([0.5, -2])).array(); // => [1.41421,4]
 * ```
 */
export const pow: Binary = binary("pow");

/**
 * The larger of the two; NaN if either is.
 *
 * @example
 * ```ts
 * await lax.max(np.array([1, 5]), np.array([3, 2])).array(); // => [3,5]
 * await lax.max(lax.constant(NaN, "float32"), lax.constant(1, "float32")).item(); // => NaN
 * ```
 */
export const max: Binary = binary("max");

/**
 * The smaller of the two; NaN if either is.
 *
 * @example
 * ```ts
 * await lax.min(np.array([1, 5]), np.array([3, 2])).array(); // => [1,2]
 * ```
 */
export const min: Binary = binary("min");

/**
 * Logical and of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await lax.bitwiseAnd(np.array([12, 5]), np.array([10, 1])).array(); // => [8,1]
 * ```
 */
export const bitwiseAnd: Binary = binary("and");

/**
 * Logical or of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await lax.bitwiseOr(np.array([12, 5]), np.array([10, 2])).array(); // => [14,7]
 * ```
 */
export const bitwiseOr: Binary = binary("or");

/**
 * Where `x = y`, as `bool`; NaN equals nothing.
 *
 * @example
 * ```ts
 * await lax.eq(np.array([1.5, NaN]), np.array([1.5, NaN])).array(); // => [true,false]
 * ```
 */
export const eq: Binary = binary("eq");

/**
 * Where `x ≠ y`, as `bool`; NaN differs from itself.
 *
 * @example
 * ```ts
 * await lax.ne(np.array([1.5, NaN]), np.array([1.5, NaN])).array(); // => [false,true]
 * ```
 */
export const ne: Binary = binary("ne");

/**
 * Where `x < y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await lax.lt(np.array([1, 2, 3]), np.array([2, 2, 2])).array(); // => [true,false,false]
 * ```
 */
export const lt: Binary = binary("lt");

/**
 * Where `x ≤ y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await lax.le(np.array([1, 2, 3]), np.array([2, 2, 2])).array(); // => [true,true,false]
 * ```
 */
export const le: Binary = binary("le");

/**
 * Where `x > y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await lax.gt(np.array([1, 2, 3]), np.array([2, 2, 2])).array(); // => [false,false,true]
 * ```
 */
export const gt: Binary = binary("gt");

/**
 * Where `x ≥ y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await lax.ge(np.array([1, 2, 3]), np.array([2, 2, 2])).array(); // => [false,true,true]
 * ```
 */
export const ge: Binary = binary("ge");

/**
 * `onTrue` where `predicate` is true, else `onFalse`; all of one shape.
 *
 * @example
 * ```ts
 * await lax.select(np.array([true, false]), np.array([1, 2]), np.array([10, 20])).array(); // => [1,20]
 * ```
 */
export function select(predicate: Tensor, onTrue: Tensor, onFalse: Tensor): Tensor {
  return bind1("select", [predicate, onTrue, onFalse], {});
}

/**
 * Another dtype; the operand itself when it has it already. Float to integer truncates and saturates.
 *
 * @example
 * ```ts
 * await lax.convertElementType(np.array([-1.7, 1e20]), "int32").array(); // => [-1,2147483647]
 * ```
 */
export function convertElementType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind1("convert", [x], { dtype });
}
