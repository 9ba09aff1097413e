import { bind1 } from "../interpreters/stack.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

const reduction =
  (name: "reduceSum" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAnd" | "reduceOr") =>
  (x: Tensor, axes: readonly number[]): Tensor =>
    Array.isArray(axes) && axes.length === 0
      ? x
      : bind1(name, [x], { axes: Array.isArray(axes) ? [...axes].sort((a, b) => a - b) : axes });

type Reduction = (x: Tensor, axes: readonly number[]) => Tensor;

/**
 * Σ over `axes`, which vanish.
 *
 * @example
 * ```ts
 * await lax.reduceSum(np.array([[1, 2], [3, 4]]), [0]).array(); // => [4,6]
 * ```
 */
export const reduceSum: Reduction = reduction("reduceSum");

/**
 * The largest element over `axes`; −∞ of none.
 *
 * @example
 * ```ts
 * await lax.reduceMax(np.array([[1, 2], [3, 4]]), [1]).array(); // => [2,4]
 * await lax.reduceMax(np.zeros([0]), [0]).item(); // => -Infinity
 * ```
 */
export const reduceMax: Reduction = reduction("reduceMax");

/**
 * The smallest element over `axes`; ∞ of none.
 *
 * @example
 * ```ts
 * await lax.reduceMin(np.array([[1, 2], [3, 4]]), [0, 1]).item(); // => 1
 * ```
 */
export const reduceMin: Reduction = reduction("reduceMin");

/**
 * Π over `axes`; 1 of none.
 *
 * @example
 * ```ts
 * await lax.reduceProd(np.array([[1, 2], [3, 4]]), [1]).array(); // => [2,12]
 * ```
 */
export const reduceProd: Reduction = reduction("reduceProd");

/**
 * Logical and of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await lax.reduceAnd(np.array([[true, false], [true, true]]), [1]).array(); // => [false,true]
 * ```
 */
export const reduceAnd: Reduction = reduction("reduceAnd");

/**
 * Logical or of `bool`, bitwise of integers.
 *
 * @example
 * ```ts
 * await lax.reduceOr(np.array([4, 2, 1]), [0]).item(); // => 7
 * ```
 */
export const reduceOr: Reduction = reduction("reduceOr");

/**
 * The first index of the largest element along `axis`; of the first NaN if there is one.
 *
 * @example
 * ```ts
 * await lax.argmax(np.array([[1, 5, 5], [2, 0, 1]]), 1, "int32").array(); // => [1,0]
 * await lax.argmax(np.array([1, NaN, 5, NaN]), 0, "int32").item(); // => 1
 * ```
 */
export function argmax(x: Tensor, axis: number, dtype: DType): Tensor {
  return bind1("argmax", [x], { axis, dtype });
}

/**
 * The first index of the smallest element along `axis`; of the first NaN if there is one.
 *
 * @example
 * ```ts
 * await lax.argmin(np.array([[1, 0, 0], [2, 3, 1]]), 1, "int32").array(); // => [1,2]
 * ```
 */
export function argmin(x: Tensor, axis: number, dtype: DType): Tensor {
  return bind1("argmin", [x], { axis, dtype });
}
