import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { broadcastedIota } from "../lax/creation.ts";
import { broadcastInDim, reshape } from "../lax/movement.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { DTypeOption } from "./creation.ts";
import { stack } from "./movement.ts";
import { requireOptions } from "./require-options.ts";
import { requireList } from "./require-list.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface MeshgridOptions {
  /** `"xy"` (default): the first vector runs along the second axis, as in plots. `"ij"`: along the first. */
  readonly indexing?: "xy" | "ij";
  /** Axes of size 1 instead of repeated values. Default `false`. */
  readonly sparse?: boolean;
}

/**
 * The coordinates of a grid: for each vector a tensor in which it runs along its own axis.
 *
 * @example
 * ```ts
 * const [x, y] = np.meshgrid([np.array([1, 2, 3]), np.array([4, 5])]);
 * await x!.array(); // => [[1,2,3],[1,2,3]]
 * await y!.array(); // => [[4,4,4],[5,5,5]]
 * ```
 */
export function meshgrid(vectors: readonly Tensor[], options: MeshgridOptions = {}): Tensor[] {
  requireOptions("np.meshgrid", options, "{ indexing, sparse }");
  const { indexing = "xy", sparse = false } = options;
  requireList("np.meshgrid", vectors);
  vectors.forEach((vector) => tensorObject(vector, "np.meshgrid"));
  const other = vectors.find(({ ndim }) => ndim > 1);
  if (other !== undefined) {
    throw new ArgumentInvalidError({
      operation: "np.meshgrid",
      problem: "a coordinate is no vector",
      expected: "tensors with one axis",
      received: formatSpec(other.spec),
    });
  }
  const axisOf = (i: number): number => (indexing === "xy" && i < 2 && vectors.length > 1 ? 1 - i : i);
  const shape: number[] = [];
  vectors.forEach(({ size }, i) => (shape[axisOf(i)] = size));
  return vectors.map((vector, i) => {
    const axis = axisOf(i);
    const own = shape.map((_, at) => (at === axis ? vector.size : 1));
    if (sparse) return reshape(vector, own);
    return broadcastInDim(reshape(vector, [vector.size]), shape, [axis]);
  });
}

/**
 * The position on each axis at every place of a shape: `i32[axes, ...dimensions]`.
 *
 * @example
 * ```ts
 * await np.indices([2, 2]).array(); // => [[[0,0],[1,1]],[[0,1],[0,1]]]
 * ```
 */
export function indices(dimensions: Shape, options: DTypeOption = {}): Tensor {
  requireOptions("np.indices", options, "{ dtype }");
  const { dtype = "int32" } = options;
  requireShape("np.indices", dimensions);
  if (dimensions.length === 0) return broadcastedIota(dtype, [0], 0);
  return stack(dimensions.map((_, axis) => broadcastedIota(dtype, dimensions, axis)));
}
