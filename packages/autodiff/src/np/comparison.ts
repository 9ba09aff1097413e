import { bitwiseXor } from "../lax/bits.ts";
import * as lax from "../lax/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Binary, binary, same, type Unary } from "./lift.ts";

/**
 * Where `x = y`, as `bool`; NaN equals nothing.
 *
 * @example
 * ```ts
 * await np.equal(np.array([1, 2, NaN]), np.array([1, 3, NaN])).array(); // => [true,false,false]
 * ```
 */
export const equal: Binary = binary("equal", lax.eq);

/**
 * Where `x ≠ y`, as `bool`; NaN differs from itself.
 *
 * @example
 * ```ts
 * await np.notEqual(np.array([1, 2, NaN]), np.array([1, 3, NaN])).array(); // => [false,true,true]
 * ```
 */
export const notEqual: Binary = binary("notEqual", lax.ne);

/**
 * Where `x < y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await np.less(np.array([1, 2, 3]), 2).array(); // => [true,false,false]
 * ```
 */
export const less: Binary = binary("less", lax.lt);

/**
 * Where `x ≤ y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await np.lessEqual(np.array([1, 2, 3]), 2).array(); // => [true,true,false]
 * ```
 */
export const lessEqual: Binary = binary("lessEqual", lax.le);

/**
 * Where `x > y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await np.greater(np.array([1, 2, 3]), 2).array(); // => [false,false,true]
 * ```
 */
export const greater: Binary = binary("greater", lax.gt);

/**
 * Where `x ≥ y`, as `bool`; NaN compares as `false`.
 *
 * @example
 * ```ts
 * await np.greaterEqual(np.array([1, 2, 3]), 2).array(); // => [false,true,true]
 * ```
 */
export const greaterEqual: Binary = binary("greaterEqual", lax.ge);

/** `true` where an element is not zero. */
const truth = (x: Tensor): Tensor => (x.dtype === "bool" ? x : lax.convertElementType(x, "bool"));

const logical = /* @__NO_SIDE_EFFECTS__ */ (name: string, apply: (x: Tensor, y: Tensor) => Tensor): Binary =>
  binary(name, (x, y) => apply(truth(x), truth(y)));

/**
 * Whether both are not zero.
 *
 * @example
 * ```ts
 * await np.logicalAnd(np.array([0, 2, 3]), np.array([1, 0, 4])).array(); // => [false,false,true]
 * ```
 */
export const logicalAnd: Binary = logical("logicalAnd", lax.bitwiseAnd);

/**
 * Whether one of the two is not zero.
 *
 * @example
 * ```ts
 * await np.logicalOr(np.array([0, 2, 3]), np.array([0, 0, 4])).array(); // => [false,true,true]
 * ```
 */
export const logicalOr: Binary = logical("logicalOr", lax.bitwiseOr);

/**
 * Whether exactly one of the two is not zero.
 *
 * @example
 * ```ts
 * await np.logicalXor(np.array([0, 2, 3]), np.array([0, 0, 4])).array(); // => [false,true,false]
 * ```
 */
export const logicalXor: Binary = logical("logicalXor", bitwiseXor);

/**
 * Whether x is zero.
 *
 * @example
 * ```ts
 * await np.logicalNot(np.array([0, 2, NaN])).array(); // => [true,false,false]
 * ```
 */
export const logicalNot: Unary = same("logicalNot", (x) => lax.bitwiseNot(truth(x)));
