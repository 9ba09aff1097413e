import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { type Scatter, scatterAdd, scatterMax, scatterMin, scatterMul } from "../lax/gather-scatter.ts";
import { signed } from "../lax/index-tensor.ts";
import { reshape } from "../lax/movement.ts";
import { positionTensor } from "../np/index-range.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { storageOf } from "../tensor/concrete.ts";
import { type DType, dtypeInfo } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { NestedArray, Tensor } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface SegmentOptions {
  /** How many segments the result has. Default: the largest id and one; needed where the ids are traced. */
  readonly numSegments?: number;
  /** Ids out of range are dropped (default) or go to the nearest segment. */
  readonly mode?: "drop" | "clip" | "promiseInBounds";
}

/**
 * Rows brought together by the id of their segment.
 *
 * @param data `[rows, ...]`
 * @param segmentIds whole numbers `[rows]`, in any order; negative ones are out of range.
 * @returns `[numSegments, ...]`
 */
type Segment = (data: Tensor, segmentIds: Tensor | NestedArray, options?: SegmentOptions) => Tensor;

/**
 * The sum of the rows of each segment; 0 of none.
 *
 * @example
 * ```ts
 * await ops.segmentSum(np.array([1, 2, 3, 4]), [0, 2, 2, 0]).array(); // => [5,0,5]
 * ```
 */
export const segmentSum: Segment = segments("ops.segmentSum", scatterAdd, () => 0);

/**
 * The product of the rows of each segment; 1 of none.
 *
 * @example
 * ```ts
 * await ops.segmentProd(np.array([1, 2, 3, 4]), [0, 2, 2, 0]).array(); // => [4,1,6]
 * ```
 */
export const segmentProd: Segment = segments("ops.segmentProd", scatterMul, () => 1);

/**
 * The largest of the rows of each segment; −∞ (the least integer) of none.
 *
 * @example
 * ```ts
 * await ops.segmentMax(np.array([1, 2, 3, 4]), [0, 1, 1, 0]).array(); // => [4,3]
 * ```
 */
export const segmentMax: Segment = segments("ops.segmentMax", scatterMax, (dtype) => extremes(dtype)[0]);

/**
 * The smallest of the rows of each segment; ∞ (the largest integer) of none.
 *
 * @example
 * ```ts
 * await ops.segmentMin(np.array([1, 2, 3, 4]), [0, 1, 1, 0]).array(); // => [1,2]
 * await ops.segmentMin(np.array([1.5]), [1], { numSegments: 2 }).get(0).item(); // => Infinity
 * ```
 */
export const segmentMin: Segment = segments("ops.segmentMin", scatterMin, (dtype) => extremes(dtype)[1]);

function extremes(dtype: DType): readonly [least: number, largest: number] {
  const { kind, bytes } = dtypeInfo(dtype);
  if (kind === "float") return [-Infinity, Infinity];
  if (kind === "bool") return [0, 1];
  return kind === "int" ? [-(2 ** (8 * bytes - 1)), 2 ** (8 * bytes - 1) - 1] : [0, 2 ** (8 * bytes) - 1];
}

function segments(operation: string, scatter: Scatter, identity: (dtype: DType) => number): Segment {
  return (data, segmentIds, options = {}) => {
    requireOptions(operation, options, "{ numSegments, mode }");
    tensorObject(data, operation);
    const { numSegments, mode = "drop" } = options;
    const ids = positionTensor(operation, segmentIds);
    if (ids.ndim !== 1 || data.ndim === 0 || ids.size !== data.shape[0]) {
      throw new ShapeMismatchError({
        operation,
        problem: "the segment ids do not fit the data",
        expected: `one id for each row of ${formatSpec(data.spec)}`,
        received: formatSpec(ids.spec),
      });
    }
    const count = numSegments ?? highest(operation, ids) + 1;
    requireCount(operation, "numSegments", count);
    const rows = data.shape.slice(1);
    const windows = rows.map((_, axis) => axis + 1);
    return scatter(
      full([count, ...rows], identity(data.dtype), data.dtype),
      reshape(signed(ids), [ids.size, 1]),
      data,
      { updateWindowDims: windows, insertedWindowDims: [0], scatterDimsToOperandDims: [0] },
      { mode },
    );
  };
}

function highest(operation: string, ids: Tensor): number {
  if (storageOf(ids) === null) {
    throw new ArgumentInvalidError({
      operation,
      problem: "the number of segments is not known",
      expected: "{ numSegments } where the ids are traced",
      received: formatSpec(ids.spec),
    });
  }
  return Array.from(ids.dataSync()).reduce((most, id) => Math.max(most, id), -1);
}
