import * as bits from "../lax/bits.ts";
import * as lax from "../lax/elementwise.ts";
import { dtypeInfo } from "../tensor/dtype.ts";
import { type Binary, binary, same, type Unary } from "./lift.ts";

/**
 * Logical and of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await np.bitwiseAnd(np.array([12, 5]), 10).array(); // => [8,0]
 * ```
 */
export const bitwiseAnd: Binary = binary("bitwiseAnd", lax.bitwiseAnd);

/**
 * Logical or of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await np.bitwiseOr(np.array([12, 5]), 10).array(); // => [14,15]
 * ```
 */
export const bitwiseOr: Binary = binary("bitwiseOr", lax.bitwiseOr);

/**
 * Exclusive or: logical of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await np.bitwiseXor(np.array([12, 5]), 10).array(); // => [6,15]
 * ```
 */
export const bitwiseXor: Binary = binary("bitwiseXor", bits.bitwiseXor);

/**
 * Bitwise for integers, logical for `bool`.
 *
 * @example
 * ```ts
 * await np.bitwiseNot(np.array([0, 5])).array(); // => [-1,-6]
 * await np.bitwiseNot(true).array(); // => false
 * ```
 */
export const bitwiseNot: Unary = same("bitwiseNot", lax.bitwiseNot);

/** {@link bitwiseNot}. */
export const invert: Unary = same("invert", lax.bitwiseNot);

/**
 * The bits of x moved up by y places; by 32 or more they give 0.
 *
 * @example
 * ```ts
 * await np.leftShift(1, np.array([3, 31, 32])).array(); // => [8,-2147483648,0]
 * ```
 */
export const leftShift: Binary = binary("leftShift", bits.shiftLeft);

/**
 * The bits of x moved down by y places, filled with the sign of `int32` and with zeros for `uint32`.
 *
 * @example
 * ```ts
 * await np.rightShift(np.array([16, -16]), 2).array(); // => [4,-4]
 * ```
 */
export const rightShift: Binary = binary("rightShift", (x, y) =>
  dtypeInfo(x.dtype).kind === "uint" ? bits.shiftRightLogical(x, y) : bits.shiftRightArithmetic(x, y),
);

/**
 * The number of one bits of an integer.
 *
 * @example
 * ```ts
 * await np.bitCount(np.array([7, 8])).array(); // => [3,1]
 * ```
 */
export const bitCount: Unary = same("bitCount", bits.populationCount);
