import { bind, bind1 } from "../interpreters/stack.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";

/**
 * The bits of x moved up by y places; y of the width of the dtype or more gives 0.
 *
 * @example
 * ```ts
 * await lax.shiftLeft(np.array([1, 3]), np.array([4, 32])).array(); // => [16,0]
 * ```
 */
export const shiftLeft: Binary = binary("shiftLeft");

/**
 * The bits of x moved down by y places, filled with zeros.
 *
 * @example
 * ```ts
 * await lax.shiftRightLogical(np.array([16, -1]), np.array([2, 28])).array(); // => [4,15]
 * ```
 */
export const shiftRightLogical: Binary = binary("shiftRightLogical");

/**
 * The bits of x moved down by y places, filled with the sign.
 *
 * @example
 * ```ts
 * await lax.shiftRightArithmetic(np.array([16, -16]), np.array([2, 2])).array(); // => [4,-4]
 * ```
 */
export const shiftRightArithmetic: Binary = binary("shiftRightArithmetic");

/**
 * The number of one bits of an integer.
 *
 * @example
 * ```ts
 * await lax.populationCount(np.array([7, 8, -1])).array(); // => [3,1,32]
 * ```
 */
export const populationCount: Unary = unary("populationCount");

/**
 * The same bits read as another dtype of the same width.
 *
 * @example
 * ```ts
 * await lax.bitcastConvertType(lax.constant(1, "float32"), "uint32").item(); // => 1065353216
 * ```
 */
export function bitcastConvertType(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : bind1("bitcast", [x], { dtype });
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
  const [y0, y1] = bind("threefry2x32", [k0, k1, x0, x1], {});
  if (y0 === undefined || y1 === undefined) throw new Error("threefry2x32 has two results");
  return [y0, y1];
}
