import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { reshape } from "../lax/movement.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { broadcastTo, concatenate } from "./movement.ts";
import { broadcastShapes as common, tensorOf } from "./operands.ts";
import { part } from "./part.ts";
import { split } from "./splitting.ts";
import { requireOptions } from "./require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { requireList } from "./require-list.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

/**
 * With at least one axis: a scalar becomes `[1]`.
 *
 * @example
 * ```ts
 * await np.atleast1d(5).array(); // => [5]
 * ```
 */
export function atleast1d(x: TensorLike): Tensor {
  const tensor = tensorOf("np.atleast1d", x);
  return tensor.ndim >= 1 ? tensor : reshape(tensor, [1]);
}

/**
 * With at least two axes, added in front: a vector becomes a row.
 *
 * @example
 * ```ts
 * np.atleast2d(np.array([1, 2])).shape; // => [1,2]
 * ```
 */
export function atleast2d(x: TensorLike): Tensor {
  const tensor = atleast1d(x);
  return tensor.ndim >= 2 ? tensor : reshape(tensor, [1, tensor.size]);
}

/**
 * With at least three axes: `[1, n, 1]` of a vector, `[m, n, 1]` of a matrix.
 *
 * @example
 * ```ts
 * np.atleast3d(np.zeros([4])).shape; // => [1,4,1]
 * np.atleast3d(np.zeros([4, 5])).shape; // => [4,5,1]
 * ```
 */
export function atleast3d(x: TensorLike): Tensor {
  const tensor = atleast1d(x);
  if (tensor.ndim >= 3) return tensor;
  return reshape(tensor, tensor.ndim === 1 ? [1, tensor.size, 1] : [...tensor.shape, 1]);
}

/**
 * One below the other: joined along the first axis, vectors as rows.
 *
 * @example
 * ```ts
 * await np.vstack([np.array([1, 2]), np.array([3, 4])]).array(); // => [[1,2],[3,4]]
 * ```
 */
export function vstack(tensors: readonly TensorLike[]): Tensor {
  requireList("np.vstack", tensors);
  return concatenate(tensors.map(atleast2d), { axis: 0 });
}

/**
 * Side by side: joined along the second axis, vectors along their only one.
 *
 * @example
 * ```ts
 * await np.hstack([np.array([1, 2]), np.array([3])]).array(); // => [1,2,3]
 * ```
 */
export function hstack(tensors: readonly TensorLike[]): Tensor {
  requireList("np.hstack", tensors);
  const parts = tensors.map(atleast1d);
  return concatenate(parts, { axis: parts.every(({ ndim }) => ndim === 1) ? 0 : 1 });
}

/**
 * One behind the other: joined along the third axis.
 *
 * @example
 * ```ts
 * await np.dstack([np.array([1, 2]), np.array([3, 4])]).array(); // => [[[1,3],[2,4]]]
 * ```
 */
export function dstack(tensors: readonly TensorLike[]): Tensor {
  requireList("np.dstack", tensors);
  return concatenate(tensors.map(atleast3d), { axis: 2 });
}

/**
 * Vectors as the columns of a matrix; matrices side by side.
 *
 * @example
 * ```ts
 * await np.columnStack([np.array([1, 2]), np.array([3, 4])]).array(); // => [[1,3],[2,4]]
 * ```
 */
export function columnStack(tensors: readonly TensorLike[]): Tensor {
  requireList("np.columnStack", tensors);
  const columns = tensors.map(atleast1d).map((x) => (x.ndim === 1 ? reshape(x, [x.size, 1]) : x));
  return concatenate(columns, { axis: 1 });
}

/**
 * The slices along an axis, which vanishes: what `np.stack` puts together.
 *
 * @example
 * ```ts
 * np.unstack(np.zeros([3, 2])).map((row) => row.shape); // => [[2],[2],[2]]
 * ```
 */
export function unstack(x: Tensor, options: { readonly axis?: number } = {}): Tensor[] {
  requireOptions("np.unstack", options, "{ axis }");
  const { axis = 0 } = options;
  const along = tensorAxis("np.unstack", axis, x);
  const shape = x.shape.toSpliced(along, 1);
  return Array.from({ length: x.shape[along] ?? 0 }, (_, i) => reshape(part(x, along, i, i + 1), shape));
}

/**
 * {@link split} along the first axis.
 *
 * @example
 * ```ts
 * const [, last] = np.vsplit(np.array([[1, 2], [3, 4]]), 2);
 * await last.array(); // => [[3,4]]
 * ```
 */
export function vsplit(x: Tensor, sections: number | readonly number[]): Tensor[] {
  return splitAlong("np.vsplit", x, sections, 0, 2);
}

/**
 * {@link split} along the second axis, of a vector along its only one.
 *
 * @example
 * ```ts
 * const [left, right] = np.hsplit(np.array([[1, 2, 3], [4, 5, 6]]), [1]);
 * await left.array(); // => [[1],[4]]
 * await right.array(); // => [[2,3],[5,6]]
 * ```
 */
export function hsplit(x: Tensor, sections: number | readonly number[]): Tensor[] {
  tensorObject(x, "np.hsplit");
  return splitAlong("np.hsplit", x, sections, x.ndim === 1 ? 0 : 1, 1);
}

/**
 * {@link split} along the third axis.
 *
 * @example
 * ```ts
 * np.dsplit(np.zeros([2, 3, 4]), 2).map((part) => part.shape); // => [[2,3,2],[2,3,2]]
 * ```
 */
export function dsplit(x: Tensor, sections: number | readonly number[]): Tensor[] {
  return splitAlong("np.dsplit", x, sections, 2, 3);
}

function splitAlong(
  operation: string,
  x: Tensor,
  sections: number | readonly number[],
  axis: number,
  rank: number,
): Tensor[] {
  if (tensorObject(x, operation).ndim >= rank) return split(x, sections, { axis });
  throw new ArgumentInvalidError({
    operation,
    problem: "too few axes",
    expected: `at least ${rank}`,
    received: formatSpec(x.spec),
  });
}

/**
 * The shape to which shapes broadcast.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * np.broadcastShapes([4, 1], [3]); // => [4,3]
 * ```
 */
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  shapes.forEach((shape) => requireShape("np.broadcastShapes", shape));
  return common("np.broadcastShapes", shapes, []);
}

/**
 * Tensors repeated until they have one shape.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * np.broadcastArrays(np.zeros([4, 1]), np.zeros([3])).map((x) => x.shape); // => [[4,3],[4,3]]
 * ```
 */
export function broadcastArrays(...tensors: readonly TensorLike[]): Tensor[] {
  const operands = tensors.map((tensor) => tensorOf("np.broadcastArrays", tensor));
  const shape = common(
    "np.broadcastArrays",
    operands.map((operand) => operand.shape),
    operands,
  );
  return operands.map((operand) => broadcastTo(operand, shape));
}

/** {@link concatenate}. */
export const concat: typeof concatenate = concatenate;
