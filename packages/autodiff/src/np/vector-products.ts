import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import * as lax from "../lax/elementwise.ts";
import { concatenate } from "../lax/movement.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { expandDims, moveaxis, squeeze, swapaxes } from "./movement.ts";
import { alike } from "./operands.ts";
import { part } from "./part.ts";
import { matmul } from "./products.ts";
import { requireOptions } from "./require-options.ts";

/**
 * The inner product of the vectors along an axis; the other axes broadcast.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * await np.vecdot(np.array([[1, 2], [3, 4]]), np.array([1, 10])).array(); // => [21,43]
 * ```
 */
export function vecdot(x: Tensor, y: Tensor, options: { readonly axis?: number } = {}): Tensor {
  requireOptions("np.vecdot", options, "{ axis }");
  const { axis = -1 } = options;
  const rows = expandDims(lastAxis("np.vecdot", x, axis), -2);
  const columns = expandDims(lastAxis("np.vecdot", y, axis), -1);
  return squeeze(matmul(rows, columns), [-2, -1]);
}

/**
 * Matrices times vectors: `f32[...batch, m]` of `f32[...batch, m, n]` and `f32[...batch, n]`; the batch broadcasts.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * await np.matvec(np.array([[1, 2], [3, 4]]), np.array([[1, 0], [0, 1]])).array(); // => [[1,3],[2,4]]
 * ```
 */
export function matvec(x: Tensor, y: Tensor): Tensor {
  return squeeze(matmul(x, expandDims(y, -1)), -1);
}

/**
 * Vectors times matrices: `f32[...batch, n]` of `f32[...batch, m]` and `f32[...batch, m, n]`; the batch broadcasts.
 *
 * @example
 * ```ts
 * await np.vecmat(np.array([1, 10]), np.array([[1, 2], [3, 4]])).array(); // => [31,42]
 * ```
 */
export function vecmat(x: Tensor, y: Tensor): Tensor {
  return squeeze(matmul(expandDims(x, -2), y), -2);
}

/**
 * The cross product of the vectors of three along an axis; the other axes broadcast.
 *
 * @throws ShapeMismatchError for other vectors than those of three.
 * @example
 * ```ts
 * await np.cross(np.array([1, 0, 0]), np.array([0, 1, 0])).array(); // => [0,0,1]
 * ```
 */
export function cross(x: Tensor, y: Tensor, options: { readonly axis?: number } = {}): Tensor {
  requireOptions("np.cross", options, "{ axis }");
  const { axis = -1 } = options;
  const operands = [x, y].map((operand) => lastAxis("np.cross", operand, axis));
  if (operands.some((operand) => operand.shape.at(-1) !== 3)) {
    throw new ShapeMismatchError({
      operation: "np.cross",
      problem: "the vectors are not of three",
      expected: "3 elements along the axis",
      received: `${formatSpec(x.spec)} and ${formatSpec(y.spec)}`,
    });
  }
  const [a, b] = alike("np.cross", ...operands) as [Tensor, Tensor];
  const at = (operand: Tensor, i: number): Tensor => part(operand, operand.ndim - 1, i % 3, (i % 3) + 1);
  const component = (i: number): Tensor =>
    lax.sub(lax.mul(at(a, i + 1), at(b, i + 2)), lax.mul(at(a, i + 2), at(b, i + 1)));
  return moveaxis(concatenate([component(0), component(1), component(2)], a.ndim - 1), -1, axis);
}

function lastAxis(operation: string, x: Tensor, axis: number): Tensor {
  return moveaxis(x, tensorAxis(operation, axis, x), -1);
}

/**
 * Each matrix transposed: the last two axes change places.
 *
 * @example
 * ```ts
 * np.matrixTranspose(np.zeros([5, 2, 3])).shape; // => [5,3,2]
 * ```
 */
export function matrixTranspose(x: Tensor): Tensor {
  return swapaxes(x, -2, -1);
}
