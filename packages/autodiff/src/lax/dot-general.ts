import { bind1 } from "../interpreters/stack.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** `[[lhs contracting, rhs contracting], [lhs batch, rhs batch]]`, as in JAX. */
export type DotDimensionNumbers = readonly [
  contracting: readonly [lhs: readonly number[], rhs: readonly number[]],
  batch: readonly [lhs: readonly number[], rhs: readonly number[]],
];

/**
 * Products summed over contracting axes. Result axes: batch, then the free axes of `lhs`, then those of `rhs`.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const [x, y] = [np.ones([5, 2, 3]), np.ones([5, 3, 4])];
 * const perMatrix = [[[2], [1]], [[0], [0]]];
 * lax.dotGeneral(x, y, perMatrix).shape; // => [5,2,4]
 * ```
 */
export function dotGeneral(lhs: Tensor, rhs: Tensor, dimensionNumbers: DotDimensionNumbers): Tensor {
  const [[lhsContracting, rhsContracting], [lhsBatch, rhsBatch]] = dimensionNumbers;
  return bind1("dotGeneral", [lhs, rhs], { lhsContracting, rhsContracting, lhsBatch, rhsBatch });
}
