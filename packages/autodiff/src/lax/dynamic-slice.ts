import { wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bind1 } from "../interpreters/stack.ts";
import type { Shape } from "../tensor/spec.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { constant } from "./creation.ts";
import { countedFromFront, indexTensor } from "./index-tensor.ts";
import { reshape, slice } from "./movement.ts";
import { requireOptions } from "../np/require-options.ts";

/** A position: a number, or a scalar tensor of whole numbers; negative ones count from the end. */
export type ScalarIndex = number | Tensor;

/**
 * A window of given sizes at a position that may depend on data. A position at which the window does not fit is
 * moved to the nearest one where it does.
 *
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * const x = np.array([0, 1, 2, 3, 4]);
 * await lax.dynamicSlice(x, [np.array(1)], [3]).array(); // => [1,2,3]
 * await lax.dynamicSlice(x, [np.array(4)], [3]).array(); // => [2,3,4]
 * ```
 */
export function dynamicSlice(
  operand: Tensor,
  startIndices: readonly ScalarIndex[] | Tensor,
  sliceSizes: Shape,
): Tensor {
  const indices = scalarIndices("dynamicSlice", operand, startIndices);
  return bind1("dynamicSlice", [operand, ...indices], { sliceSizes });
}

/**
 * The operand with a window replaced by `update`, at a position as in {@link dynamicSlice}.
 *
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * await lax.dynamicUpdateSlice(np.zeros([4]), np.ones([2]), [np.array(1)]).array(); // => [0,1,1,0]
 * await lax.dynamicUpdateSlice(np.zeros([4]), np.ones([2]), [9]).array(); // => [0,0,1,1]
 * ```
 */
export function dynamicUpdateSlice(
  operand: Tensor,
  update: Tensor,
  startIndices: readonly ScalarIndex[] | Tensor,
): Tensor {
  const indices = scalarIndices("dynamicUpdateSlice", operand, startIndices);
  return bind1("dynamicUpdateSlice", [operand, update, ...indices], {});
}

/**
 * {@link dynamicSlice} along one axis, all of the others.
 *
 * @example
 * ```ts
 * await lax.dynamicSliceInDim(np.array([[1, 2, 3], [4, 5, 6]]), 1, 2, 1).array(); // => [[2,3],[5,6]]
 * ```
 */
export function dynamicSliceInDim(
  operand: Tensor,
  startIndex: ScalarIndex,
  sliceSize: number,
  axis = 0,
): Tensor {
  const place = axisOf("dynamicSliceInDim", operand, axis);
  return dynamicSlice(
    operand,
    operand.shape.map((_, i) => (i === place ? startIndex : 0)),
    operand.shape.map((size, i) => (i === place ? sliceSize : size)),
  );
}

/**
 * The slice at one position of an axis; the axis stays with size 1 unless `keepdims` is false.
 *
 * @example
 * ```ts
 * const x = np.array([[1, 2], [3, 4]]);
 * await lax.dynamicIndexInDim(x, -1).array(); // => [[3,4]]
 * await lax.dynamicIndexInDim(x, 0, 1, { keepdims: false }).array(); // => [1,3]
 * ```
 */
export function dynamicIndexInDim(
  operand: Tensor,
  index: ScalarIndex,
  axis = 0,
  options: { readonly keepdims?: boolean } = {},
): Tensor {
  requireOptions("lax.dynamicIndexInDim", options, "{ keepdims }");
  const { keepdims = true } = options;
  const place = axisOf("dynamicIndexInDim", operand, axis);
  const taken = dynamicSliceInDim(operand, index, 1, place);
  return keepdims ? taken : reshape(taken, taken.shape.toSpliced(place, 1));
}

/**
 * {@link dynamicUpdateSlice} along one axis.
 *
 * @example
 * ```ts
 * const x = np.zeros([2, 3]);
 * await lax.dynamicUpdateSliceInDim(x, np.ones([2, 1]), 1, 1).array(); // => [[0,1,0],[0,1,0]]
 * ```
 */
export function dynamicUpdateSliceInDim(
  operand: Tensor,
  update: Tensor,
  startIndex: ScalarIndex,
  axis: number,
): Tensor {
  const place = axisOf("dynamicUpdateSliceInDim", operand, axis);
  return dynamicUpdateSlice(
    operand,
    update,
    operand.shape.map((_, i) => (i === place ? startIndex : 0)),
  );
}

/**
 * Replaces the slice at one position of an axis; the update may lack the axis.
 *
 * @example
 * ```ts
 * await lax.dynamicUpdateIndexInDim(np.zeros([2, 3]), np.ones([3]), 1, 0).array(); // => [[0,0,0],[1,1,1]]
 * ```
 */
export function dynamicUpdateIndexInDim(
  operand: Tensor,
  update: Tensor,
  index: ScalarIndex,
  axis: number,
): Tensor {
  const place = axisOf("dynamicUpdateIndexInDim", operand, axis);
  const whole = update.ndim < operand.ndim ? reshape(update, update.shape.toSpliced(place, 0, 1)) : update;
  return dynamicUpdateSliceInDim(operand, whole, index, place);
}

function axisOf(operation: string, operand: Tensor, axis: number): number {
  const place = axis < 0 ? axis + operand.ndim : axis;
  if (Number.isInteger(axis) && place >= 0 && place < operand.ndim) return place;
  throw wrongArgument(
    operation,
    "axis out of range",
    `an axis of ${-operand.ndim}…${operand.ndim - 1}`,
    axis,
  );
}

function scalarIndices(
  operation: string,
  operand: Tensor,
  indices: readonly ScalarIndex[] | Tensor,
): readonly Tensor[] {
  const list = isTensor(indices) ? elements(indices) : indices;
  if (list.length !== operand.ndim) {
    throw new ArgumentInvalidError({
      operation,
      problem: "the number of start indices differs from the number of axes",
      expected: `${operand.ndim} indices`,
      received: String(list.length),
    });
  }
  return list.map((index, axis) => counted(operation, index, operand.shape[axis] ?? 0));
}

/** The elements of a vector of indices. */
function elements(indices: Tensor): Tensor[] {
  return Array.from({ length: indices.shape[0] }, (_, i) => reshape(slice(indices, [i], [i + 1]), []));
}

/** An index counted from the front. */
function counted(operation: string, index: ScalarIndex, size: number): Tensor {
  if (!isTensor(index)) {
    if (Number.isInteger(index)) return constant(index < 0 ? index + size : index, "int32");
    throw wrongArgument(
      operation,
      "a start index is not a whole number",
      "whole numbers or scalar tensors of them",
      index,
    );
  }
  const tensor = indexTensor(index);
  if (tensor.dtype !== "int32" || tensor.ndim > 0) return tensor;
  return countedFromFront(tensor, size);
}
