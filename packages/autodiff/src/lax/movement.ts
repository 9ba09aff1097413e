import { bind1 } from "../interpreters/stack.ts";
import { sameShape, type Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

/**
 * Axis `i` of the operand becomes axis `broadcastDimensions[i]` of the result; size 1 is repeated.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * await lax.broadcastInDim(np.array([1, 2]), [2, 3], [0]).array(); // => [[1,1,1],[2,2,2]]
 * await lax.broadcastInDim(np.array([1, 2]), [3, 2], [1]).array(); // => [[1,2],[1,2],[1,2]]
 * ```
 */
export function broadcastInDim(x: Tensor, shape: Shape, broadcastDimensions: readonly number[]): Tensor {
  return isOf(shape, x, "broadcastInDim") ? x : bind1("broadcastInDim", [x], { shape, broadcastDimensions });
}

/** Whether a tensor has a shape already. What is no shape is left to the rules of the primitive. */
function isOf(shape: Shape, x: Tensor, operation: string): boolean {
  return sameShape(tensorObject(x, operation).shape, Array.isArray(shape) ? shape : [-1]);
}

/**
 * The same elements in C order under another shape of equal size.
 *
 * @example
 * ```ts
 * await lax.reshape(np.array([[1, 2, 3], [4, 5, 6]]), [3, 2]).array(); // => [[1,2],[3,4],[5,6]]
 * ```
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  return isOf(shape, x, "reshape") ? x : bind1("reshape", [x], { shape });
}

/**
 * `result.shape[i] = x.shape[permutation[i]]`.
 *
 * @example
 * ```ts
 * lax.transpose(np.zeros([2, 3, 4]), [2, 0, 1]).shape; // => [4,2,3]
 * ```
 */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  return Array.isArray(permutation) &&
    permutation.every((axis, i) => axis === i) &&
    permutation.length === x.ndim
    ? x
    : bind1("transpose", [x], { permutation });
}

/**
 * From `start` (inclusive) to `limit` (exclusive) along every axis, each `strides` apart.
 *
 * @example
 * ```ts
 * await lax.slice(np.array([0, 1, 2, 3, 4, 5]), [1], [6], [2]).array(); // => [1,3,5]
 * ```
 */
export function slice(
  x: Tensor,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[] = start.map(() => 1),
): Tensor {
  const whole = start.every(
    (from, axis) => from === 0 && limit[axis] === x.shape[axis] && strides[axis] === 1,
  );
  return whole && start.length === x.ndim ? x : bind1("slice", [x], { start, limit, strides });
}

/** How an axis is padded: before, after (negative crops) and between elements. */
export type PaddingConfig = readonly (readonly [low: number, high: number, interior: number])[];

/**
 * A scalar of the operand's dtype put before, behind and between the elements of each axis. Negative numbers take
 * off.
 *
 * @example
 * ```ts
 * await lax.pad(np.array([1, 2, 3]), lax.constant(0, "int32"), [[1, 2, 0]]).array(); // => [0,1,2,3,0,0]
 * await lax.pad(np.array([1, 2, 3]), lax.constant(0, "int32"), [[-1, 0, 1]]).array(); // => [0,2,0,3]
 * ```
 */
export function pad(x: Tensor, paddingValue: Tensor, config: PaddingConfig): Tensor {
  if (config.length === x.ndim && config.every((axis) => axis.every((count) => count === 0))) return x;
  return bind1("pad", [x, paddingValue], {
    low: config.map(([low]) => low),
    high: config.map(([, high]) => high),
    interior: config.map(([, , interior]) => interior),
  });
}

/**
 * One after the other along an axis they have in common.
 *
 * @example
 * ```ts
 * await lax.concatenate([np.array([[1], [2]]), np.array([[3, 4], [5, 6]])], 1).array(); // => [[1,3,4],[2,5,6]]
 * ```
 */
export function concatenate(operands: readonly Tensor[], dimension: number): Tensor {
  return bind1("concatenate", operands, { dimension });
}

/**
 * Backwards along each of `dimensions`.
 *
 * @example
 * ```ts
 * await lax.rev(np.array([[1, 2], [3, 4]]), [1]).array(); // => [[2,1],[4,3]]
 * ```
 */
export function rev(x: Tensor, dimensions: readonly number[]): Tensor {
  return dimensions?.length === 0 ? x : bind1("reverse", [x], { dimensions });
}
