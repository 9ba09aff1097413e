import type { Tensor } from "../../tensor/tensor.ts";
import { diagonal as diagonalOf, trace as traceOf } from "../diagonals.ts";
import { requireOptions } from "../require-options.ts";

export interface OffsetOption {
  /** Above (positive) or below the main diagonal. Default 0. */
  readonly offset?: number;
}

/**
 * The diagonal of each matrix: `f32[...batch, min(m, n)]` of `f32[...batch, m, n]`.
 *
 * @example
 * ```ts
 * await np.linalg.diagonal(np.arange(8).reshape([2, 2, 2])).array(); // => [[0,3],[4,7]]
 * ```
 */
export function diagonal(x: Tensor, options: OffsetOption = {}): Tensor {
  requireOptions("np.linalg.diagonal", options, "{ offset }");
  const { offset = 0 } = options;
  return diagonalOf(x, { offset, axis1: -2, axis2: -1 });
}

/**
 * The sum of the diagonal of each matrix: `f32[...batch]` of `f32[...batch, m, n]`.
 *
 * @example
 * ```ts
 * await np.linalg.trace(np.ones([3, 2, 2])).array(); // => [2,2,2]
 * ```
 */
export function trace(x: Tensor, options: OffsetOption = {}): Tensor {
  requireOptions("np.linalg.trace", options, "{ offset }");
  const { offset = 0 } = options;
  return traceOf(x, { offset, axis1: -2, axis2: -1 });
}
