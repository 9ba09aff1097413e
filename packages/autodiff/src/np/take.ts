import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { gather } from "../lax/gather-scatter.ts";
import { signed } from "../lax/index-tensor.ts";
import { reshape } from "../lax/movement.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { GetOptions, NestedArray, Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { remainder } from "./division.ts";
import { requireOptions } from "./require-options.ts";
import { normalized, positionTensor, requireInRange } from "./index-range.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface TakeOptions {
  /** The axis the indices are positions on; the flattened tensor if left out. */
  readonly axis?: number;
  /**
   * What an index out of range gives: `"fill"` (default of traced indices) `fillValue`, `"clip"` the nearest element
   * (negative indices then are the first), `"wrap"` counts on from the other end.
   */
  readonly mode?: NonNullable<GetOptions["mode"]> | "wrap";
  readonly fillValue?: number | boolean;
}

/**
 * The slices at some positions along an axis: an embedding lookup is `np.take(table, ids, { axis: 0 })`.
 *
 * @param indices whole numbers of any shape, negative ones from the end.
 * @returns the shape of `x` with that of `indices` in place of the axis.
 * @throws IndexOutOfRangeError for an index that is known to be out of range, unless a mode is given.
 * @example
 * ```ts
 * const table = np.array([[1, 2], [3, 4], [5, 6]]);
 * await np.take(table, [2, 0], { axis: 0 }).array(); // => [[5,6],[1,2]]
 * await np.take(table, -1).array(); // => 6
 * await np.take(table, [7], { axis: 0, mode: "clip" }).array(); // => [[5,6]]
 * ```
 */
export function take(x: Tensor, indices: Tensor | NestedArray, options: TakeOptions = {}): Tensor {
  tensorObject(x, "np.take");
  requireOptions("np.take", options, "{ axis, mode, fillValue }");
  if (options.axis === undefined) return take(reshape(x, [x.size]), indices, { ...options, axis: 0 });
  const { fillValue } = options;
  const axis = tensorAxis("np.take", options.axis, x);
  const size = x.shape[axis] ?? 0;
  const given = positionTensor("np.take", indices);
  if (size === 0 && given.size > 0) {
    throw new ArgumentInvalidError({
      operation: "np.take",
      problem: "there is nothing to take from",
      expected: `at least one element along axis ${axis}`,
      received: formatSpec(x.spec),
    });
  }
  if (options.mode === undefined && fillValue === undefined) {
    requireInRange(given, { operation: "np.take", operand: x.spec, axis, size });
  }
  const mode = options.mode ?? "fill";
  const places =
    mode === "clip"
      ? signed(given)
      : mode === "wrap"
        ? remainder(signed(given), size)
        : normalized(given, size);
  const offsetDims = x.shape.flatMap((_, i) => (i === axis ? [] : [i < axis ? i : i + given.ndim - 1]));
  const sliceSizes = x.shape.map((length, i) => (i === axis ? Math.min(1, length) : length));
  return gather(
    x,
    reshape(places, [...given.shape, 1]),
    { offsetDims, collapsedSliceDims: [axis], startIndexMap: [axis] },
    sliceSizes,
    { mode: mode === "wrap" ? "clip" : mode, ...(fillValue === undefined ? {} : { fillValue }) },
  );
}
