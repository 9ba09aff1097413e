import { bind1 } from "../interpreters/stack.ts";
import type { GatherParams, ScatterParams } from "../primitive/params.ts";
import { type DType, dtypeInfo } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { indexTensor } from "./index-tensor.ts";
import { requireOptions } from "../np/require-options.ts";

/** XLA's names for which axis is which; the last axis of the indices holds the index vectors. */
export interface GatherDimensionNumbers {
  readonly offsetDims: readonly number[];
  readonly collapsedSliceDims: readonly number[];
  readonly startIndexMap: readonly number[];
  readonly operandBatchingDims?: readonly number[];
  readonly startIndicesBatchingDims?: readonly number[];
}

export interface GatherOptions {
  /** What a window out of bounds gives: `fillValue` (default) or the nearest window inside. */
  readonly mode?: GatherParams["mode"];
  /** Default: NaN for floats, the least `int32`, all ones for unsigned integers, `true`. */
  readonly fillValue?: number | boolean;
}

/**
 * A window of the operand for each index vector; negative indices are out of bounds.
 *
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * const rows = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] };
 * const x = np.array([[1, 2], [3, 4], [5, 6]]);
 * await lax.gather(x, np.array([[2], [0]]), rows, [1, 2]).array(); // => [[5,6],[1,2]]
 * ```
 */
export function gather(
  operand: Tensor,
  startIndices: Tensor,
  dimensionNumbers: GatherDimensionNumbers,
  sliceSizes: Shape,
  options: GatherOptions = {},
): Tensor {
  requireOptions("lax.gather", options, "{ mode, fillValue }");
  const { mode = "fill", fillValue = defaultFill(operand.dtype) } = options;
  return bind1("gather", [operand, indexTensor(startIndices)], {
    offsetDims: dimensionNumbers.offsetDims,
    collapsedSliceDims: dimensionNumbers.collapsedSliceDims,
    operandBatchingDims: dimensionNumbers.operandBatchingDims ?? [],
    startIndicesBatchingDims: dimensionNumbers.startIndicesBatchingDims ?? [],
    startIndexMap: dimensionNumbers.startIndexMap,
    sliceSizes,
    mode,
    fillValue,
  });
}

/** What JAX fills with: a value that is easy to see. */
function defaultFill(dtype: DType): number | boolean {
  const { kind, bytes } = dtypeInfo(dtype);
  if (kind === "bool") return true;
  if (kind === "float") return Number.NaN;
  return kind === "int" ? -(2 ** (8 * bytes - 1)) : 2 ** (8 * bytes) - 1;
}

/** XLA's names for which axis is which; the last axis of the indices holds the index vectors. */
export interface ScatterDimensionNumbers {
  readonly updateWindowDims: readonly number[];
  readonly insertedWindowDims: readonly number[];
  readonly scatterDimsToOperandDims: readonly number[];
  readonly operandBatchingDims?: readonly number[];
  readonly scatterIndicesBatchingDims?: readonly number[];
}

export interface ScatterOptions {
  /** What becomes of a window out of bounds: it is dropped (default) or moved to the nearest place inside. */
  readonly mode?: ScatterParams["mode"];
}

/** The operand with a window for each index vector brought together with an update. */
export type Scatter = (
  operand: Tensor,
  scatterIndices: Tensor,
  updates: Tensor,
  dimensionNumbers: ScatterDimensionNumbers,
  options?: ScatterOptions,
) => Tensor;

const scattering =
  (name: "scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax"): Scatter =>
  (operand, scatterIndices, updates, dimensionNumbers, { mode = "drop" } = {}) =>
    bind1(name, [operand, indexTensor(scatterIndices), updates], {
      updateWindowDims: dimensionNumbers.updateWindowDims,
      insertedWindowDims: dimensionNumbers.insertedWindowDims,
      operandBatchingDims: dimensionNumbers.operandBatchingDims ?? [],
      scatterIndicesBatchingDims: dimensionNumbers.scatterIndicesBatchingDims ?? [],
      scatterDimsToOperandDims: dimensionNumbers.scatterDimsToOperandDims,
      mode,
    });

/**
 * Windows replaced; where several meet, that of the last index vector (in C order) stays.
 *
 * @example
 * ```ts
 * const rows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * const [x, updates] = [np.zeros([3, 2]), np.array([[0.5, 2], [3, 4]])];
 * await lax.scatter(x, np.array([[2], [0]]), updates, rows).array(); // => [[3,4],[0,0],[0.5,2]]
 * ```
 */
export const scatter: Scatter = scattering("scatter");

/**
 * Updates added, one window after the other in C order of the index vectors.
 *
 * @example
 * ```ts
 * const at = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * const x = np.array([1, 1, 1]);
 * await lax.scatterAdd(x, np.array([[0], [2], [0]]), np.array([10, 20, 30]), at).array(); // => [41,1,21]
 * ```
 */
export const scatterAdd: Scatter = scattering("scatterAdd");

/**
 * Updates multiplied into what they meet; several at one place all count.
 *
 * @example
 * ```ts
 * const at = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * const x = np.array([1, 1, 1]);
 * await lax.scatterMul(x, np.array([[0], [2], [0]]), np.array([2, 3, 5]), at).array(); // => [10,1,3]
 * ```
 */
export const scatterMul: Scatter = scattering("scatterMul");

/**
 * The smaller of what is there and the update; NaN if either is.
 *
 * @example
 * ```ts
 * const at = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * const x = np.array([5, 5, 5]);
 * await lax.scatterMin(x, np.array([[0], [2], [0]]), np.array([7, 3, 4]), at).array(); // => [4,5,3]
 * ```
 */
export const scatterMin: Scatter = scattering("scatterMin");

/**
 * The larger of what is there and the update; NaN if either is.
 *
 * @example
 * ```ts
 * const at = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
 * const x = np.array([5, 5, 5]);
 * await lax.scatterMax(x, np.array([[0], [2], [0]]), np.array([7, 3, 4]), at).array(); // => [7,5,5]
 * ```
 */
export const scatterMax: Scatter = scattering("scatterMax");
