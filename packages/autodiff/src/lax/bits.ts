import { bindPrimitive, bindPrimitive1 } from "../interpreters/stack.ts";
import { bitcastP } from "../primitives/bitcast.ts";
import { populationCountP } from "../primitives/population-count.ts";
import { shiftLeftP } from "../primitives/shift-left.ts";
import { shiftRightArithmeticP } from "../primitives/shift-right-arithmetic.ts";
import { shiftRightLogicalP } from "../primitives/shift-right-logical.ts";
import { threefry2x32P } from "../primitives/threefry2x32.ts";
import { xorP } from "../primitives/xor.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";

/**
 * Exclusive or: logical of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await lax.bitwiseXor(np.array([12, 5]), np.array([10, 5])).array(); // => [6,0]
 * ```
 */
export const bitwiseXor: Binary = binary(xorP);

/**
 * The bits of x moved up by y places; y of the width of the dtype or more gives 0.
 *
 * @example
 * ```ts
 * await lax.shiftLeft(np.array([1, 3]), np.array([4, 32])).array(); // => [16,0]
 * ```
 */
export const shiftLeft: Binary = binary(shiftLeftP);

/**
 * The bits of x moved down by y places, filled with zeros.
 *
 * @example
 * ```ts
 * await lax.shiftRightLogical(np.array([16, -1]), np.array([2, 28])).array(); // => [4,15]
 * ```
 */
export const shiftRightLogical: Binary = binary(shiftRightLogicalP);

/**
 * The bits of x moved down by y places, filled with the sign.
 *
 * @example
 * ```ts
 * await lax.shiftRightArithmetic(np.array([16, -16]), np.array([2, 2])).array(); // => [4,-4]
 * ```
 */
export const shiftRightArithmetic: Binary = binary(shiftRightArithmeticP);

/**
 * The number of one bits of an integer.
 *
 * @example
 * ```ts
 * await lax.populationCount(np.array([7, 8, -1])).array(); // => [3,1,32]
 * ```
 */
export const populationCount: Unary = unary(populationCountP);

/**
 * The same bits read as another dtype of the same width.
 *
 * @example
 * ```ts
 * await lax.bitcastConvertType(lax.constant(1, "float32"), "uint32").item(); // => 1065353216
 * ```
 */
export function bitcastConvertType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bindPrimitive1(bitcastP, [x], { dtype });
}

/**
 * The two output words of Threefry-2x32 (20 rounds) for counter `(x0, x1)` under key `(k0, k1)`, all `uint32`.
 *
 * @example
 * ```ts
 * const zero = lax.constant(0, "uint32");
 * const [word] = lax.threefry2x32(zero, zero, zero, zero);
 * await word.item(); // => 1797259609
 * ```
 */
export function threefry2x32(k0: Tensor, k1: Tensor, x0: Tensor, x1: Tensor): readonly [Tensor, Tensor] {
  const [y0, y1] = bindPrimitive(threefry2x32P, [k0, k1, x0, x1], {});
  if (y0 === undefined || y1 === undefined) throw new Error("threefry2x32 has two results");
  return [y0, y1];
}
