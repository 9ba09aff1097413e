import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import * as lax from "../lax/movement.ts";
import { convertElementType } from "../lax/elementwise.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Axis, Tensor } from "../tensor/tensor.ts";
import { distinctAxes, normalizeAxes, tensorAxis } from "./axes.ts";
import { broadcastTrailing, commonDType } from "./operands.ts";
import { requireOptions } from "./require-options.ts";
import { numberList } from "./number-list.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { requireList } from "./require-list.ts";

/**
 * The same elements in C order under another shape; one size may be −1 and is inferred.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * np.zeros([2, 6]).reshape([3, -1]).shape; // => [3,4]
 * ```
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireShape("np.reshape", Array.isArray(shape) ? shape.filter((size) => size !== -1) : shape);
  const unknown = shape.filter((size) => size === -1).length;
  if (unknown === 0) return lax.reshape(x, shape);
  const rest = shape.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  if (unknown > 1 || rest === 0 || x.size % rest !== 0) {
    throw new ShapeMismatchError({
      operation: "np.reshape",
      problem: "the size −1 cannot be inferred",
      expected: `one −1, and other sizes whose product divides ${x.size}`,
      received: `${formatSpec(x.spec)} to [${shape.join(",")}]`,
    });
  }
  return lax.reshape(
    x,
    shape.map((size) => (size === -1 ? x.size / rest : size)),
  );
}

/**
 * One axis, C order.
 *
 * @example
 * ```ts
 * await np.ravel(np.array([[1, 2], [3, 4]])).array(); // => [1,2,3,4]
 * ```
 */
export function ravel(x: Tensor): Tensor {
  tensorObject(x, "np.ravel");
  return lax.reshape(x, [x.size]);
}

/**
 * Permutes the axes; reverses them if none are given.
 *
 * @example
 * ```ts
 * np.transpose(np.zeros([2, 3, 4])).shape; // => [4,3,2]
 * np.transpose(np.zeros([2, 3, 4]), [0, 2, 1]).shape; // => [2,4,3]
 * ```
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  tensorObject(x, "np.transpose");
  const reversed = x.shape.map((_, i) => x.ndim - 1 - i);
  return lax.transpose(
    x,
    axes
      ? numberList("np.transpose", "the axes", axes).map((axis) => tensorAxis("np.transpose", axis, x))
      : reversed,
  );
}

/**
 * Two axes change places; negative ones count from the end.
 *
 * @example
 * ```ts
 * np.swapaxes(np.zeros([2, 3, 4]), 0, -1).shape; // => [4,3,2]
 * ```
 */
export function swapaxes(x: Tensor, axis1: number, axis2: number): Tensor {
  const a = tensorAxis("np.swapaxes", axis1, x);
  const b = tensorAxis("np.swapaxes", axis2, x);
  return lax.transpose(
    x,
    x.shape.map((_, i) => (i === a ? b : i === b ? a : i)),
  );
}

/**
 * Moves an axis to another place; the others keep their order.
 *
 * @example
 * ```ts
 * np.moveaxis(np.zeros([2, 3, 4]), 0, -1).shape; // => [3,4,2]
 * ```
 */
export function moveaxis(x: Tensor, source: number, destination: number): Tensor {
  const from = tensorAxis("np.moveaxis", source, x);
  const to = tensorAxis("np.moveaxis", destination, x);
  const others = x.shape.map((_, i) => i).filter((i) => i !== from);
  return lax.transpose(x, others.toSpliced(to, 0, from));
}

/**
 * Adds axes of size 1 at the given places of the result.
 *
 * @example
 * ```ts
 * np.expandDims(np.zeros([2, 3]), 0).shape; // => [1,2,3]
 * np.expandDims(np.zeros([2, 3]), [1, -1]).shape; // => [2,1,3,1]
 * ```
 */
export function expandDims(x: Tensor, axis: Axis): Tensor {
  tensorObject(x, "np.expandDims");
  const rank = x.ndim + numberList("np.expandDims", "the axis", axis).length;
  const places = distinctAxes("np.expandDims", axis, rank, x);
  const sizes = x.shape.values();
  return lax.reshape(
    x,
    Array.from({ length: rank }, (_, i) => (places.includes(i) ? 1 : (sizes.next().value ?? 1))),
  );
}

/**
 * Drops axes of size 1: the given ones, or all.
 *
 * @throws ShapeMismatchError if a given axis has another size.
 * @example
 * ```ts
 * np.squeeze(np.zeros([1, 3, 1])).shape; // => [3]
 * np.squeeze(np.zeros([1, 3, 1]), 0).shape; // => [3,1]
 * ```
 */
export function squeeze(x: Tensor, axis?: Axis): Tensor {
  tensorObject(x, "np.squeeze");
  const chosen =
    axis === undefined
      ? x.shape.flatMap((size, i) => (size === 1 ? [i] : []))
      : normalizeAxes("np.squeeze", axis, x);
  if (chosen.some((i) => x.shape[i] !== 1)) {
    throw new ShapeMismatchError({
      operation: "np.squeeze",
      problem: "an axis to drop has more than one element",
      expected: `size 1 at axis ${chosen.join(", ")}`,
      received: formatSpec(x.spec),
    });
  }
  return lax.reshape(
    x,
    x.shape.filter((_, i) => !chosen.includes(i)),
  );
}

/**
 * Repeats axes of size 1 and adds axes in front until the shape is reached.
 *
 * @example
 * ```ts
 * await np.broadcastTo(np.array([[1], [2]]), [2, 3]).array(); // => [[1,1,1],[2,2,2]]
 * ```
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  tensorObject(x, "np.broadcastTo");
  requireShape("np.broadcastTo", shape);
  const offset = shape.length - x.ndim;
  if (offset >= 0 && x.shape.every((size, i) => size === 1 || size === shape[i + offset])) {
    return broadcastTrailing(x, shape);
  }
  throw new ShapeMismatchError({
    operation: "np.broadcastTo",
    problem: "the tensor does not broadcast to the shape",
    expected: `sizes of 1 or those of [${shape.join(",")}], aligned at the last axis`,
    received: formatSpec(x.spec),
  });
}

/**
 * Joins along an axis they have; dtypes are promoted.
 *
 * @example
 * ```ts
 * await np.concatenate([np.array([[1], [2]]), np.array([[3.5], [4]])], { axis: 1 }).array(); // => [[1,3.5],[2,4]]
 * ```
 */
export function concatenate(tensors: readonly Tensor[], options: { axis?: number } = {}): Tensor {
  requireOptions("np.concatenate", options, "{ axis }");
  const { axis = 0 } = options;
  requireList("np.concatenate", tensors);
  const dtype = commonDType("np.concatenate", tensors);
  const [first] = tensors;
  return lax.concatenate(
    tensors.map((tensor) => convertElementType(tensor, dtype)),
    first ? tensorAxis("np.concatenate", axis, first) : 0,
  );
}

/**
 * Joins along a new axis.
 *
 * @example
 * ```ts
 * await np.stack([np.array([1, 2]), np.array([3, 4])], { axis: 1 }).array(); // => [[1,3],[2,4]]
 * ```
 */
export function stack(tensors: readonly Tensor[], options: { axis?: number } = {}): Tensor {
  requireOptions("np.stack", options, "{ axis }");
  requireList("np.stack", tensors);
  const { axis = 0 } = options;
  return concatenate(
    tensors.map((tensor) => expandDims(tensor, axis)),
    { axis },
  );
}

/**
 * Backwards along the given axes, or all.
 *
 * @example
 * ```ts
 * await np.flip(np.array([[1, 2], [3, 4]])).array(); // => [[4,3],[2,1]]
 * await np.flip(np.array([[1, 2], [3, 4]]), 1).array(); // => [[2,1],[4,3]]
 * ```
 */
export function flip(x: Tensor, axis?: Axis): Tensor {
  return lax.rev(x, normalizeAxes("np.flip", axis, x));
}
