import type { DType } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/spec.ts";

/** A primitive without options. */
export type NoParams = Readonly<Record<never, never>>;

export interface AxesParams {
  /** Ascending, unique, non-negative. */
  readonly axes: readonly number[];
}

export interface ArgReduceParams {
  readonly axis: number;
  /** Of the indices: `int32`. */
  readonly dtype: DType;
}

export interface DTypeParams {
  readonly dtype: DType;
}

export interface ConstantParams {
  /** A scalar; `true` and `false` with dtype `bool` only. */
  readonly value: number | boolean;
  readonly dtype: DType;
}

export interface IotaParams {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The axis along which the values count 0, 1, 2, … */
  readonly dimension: number;
}

export interface BroadcastInDimParams {
  readonly shape: Shape;
  /** For each axis of the operand, the axis of the result it becomes. Ascending. The operand's size is that of the result or 1. */
  readonly broadcastDimensions: readonly number[];
}

export interface ShapeParams {
  readonly shape: Shape;
}

export interface ReshapeParams {
  readonly shape: Shape;
}

export interface TransposeParams {
  /** `result.shape[i] = operand.shape[permutation[i]]`. */
  readonly permutation: readonly number[];
}

export interface SliceParams {
  /** One entry per axis; `0 ≤ start ≤ limit ≤ size`, `strides ≥ 1`. */
  readonly start: readonly number[];
  readonly limit: readonly number[];
  readonly strides: readonly number[];
}

export interface PadParams {
  /** One entry per axis; `low` and `high` may be negative (they crop), `interior ≥ 0` goes between elements. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
}

export interface DimensionParams {
  readonly dimension: number;
}

export interface DimensionsParams {
  readonly dimensions: readonly number[];
}

export interface DotGeneralParams {
  /** Axes summed over, pairwise equal in size. */
  readonly lhsContracting: readonly number[];
  readonly rhsContracting: readonly number[];
  /** Axes kept in common, pairwise equal in size; they come first in the result. */
  readonly lhsBatch: readonly number[];
  readonly rhsBatch: readonly number[];
}

/** Elements before and after an axis; negative ones crop. */
export type PaddingPair = readonly [low: number, high: number];

export interface ConvGeneralDilatedParams {
  /** One entry per spatial axis in these four. Sizes after padding and dilation may not be negative. */
  readonly windowStrides: readonly number[];
  readonly padding: readonly PaddingPair[];
  /** The distance at which elements of `lhs` are set, with zeros between them. */
  readonly lhsDilation: readonly number[];
  readonly rhsDilation: readonly number[];
  /** The axes of `lhs` that are batch and feature, then the spatial ones. */
  readonly lhsSpec: readonly number[];
  /** Of `rhs`: output feature, input feature, spatial ones. */
  readonly rhsSpec: readonly number[];
  /** Of the result: batch, feature, spatial ones. */
  readonly outSpec: readonly number[];
  /** Divides the features of `lhs`; group `g` of them meets group `g` of the output features of `rhs`. */
  readonly featureGroupCount: number;
  /** Divides the batch of `lhs`; group `g` of it meets group `g` of the output features of `rhs`. */
  readonly batchGroupCount: number;
}

export interface WindowParams {
  /** One entry per axis in all of these. */
  readonly windowDimensions: readonly number[];
  readonly windowStrides: readonly number[];
  readonly padding: readonly PaddingPair[];
  readonly baseDilation: readonly number[];
  readonly windowDilation: readonly number[];
}

export interface SelectWindowParams extends WindowParams {
  /** Chooses from each window the first largest (`ge`) or first smallest (`le`) element; padding counts as ∓∞. */
  readonly select: "ge" | "le";
}

export interface AxisParams {
  readonly axis: number;
}

/** The dimension numbers of XLA's gather; the last axis of the indices holds the index vectors. */
export interface GatherParams {
  /** Axes of the result that run along the windows, ascending; the others are those of the indices but the last. */
  readonly offsetDims: readonly number[];
  /** Axes of the operand with windows of size 1 that the result has not, ascending. */
  readonly collapsedSliceDims: readonly number[];
  /** Axes of the operand and of the indices that walk together, pairwise equal in size. */
  readonly operandBatchingDims: readonly number[];
  readonly startIndicesBatchingDims: readonly number[];
  /** For each element of an index vector, the axis of the operand it is a position on. */
  readonly startIndexMap: readonly number[];
  /** The window, one size per axis of the operand. */
  readonly sliceSizes: readonly number[];
  /** What a window that leaves the operand gives: `fillValue`, or the nearest one inside. Promised ones clip too. */
  readonly mode: "fill" | "clip" | "promiseInBounds";
  /** Of the operand's dtype; `true` and `false` for `bool` only. */
  readonly fillValue: number | boolean;
}

/** The dimension numbers of XLA's scatter; the last axis of the indices holds the index vectors. */
export interface ScatterParams {
  /** Axes of the updates that run along the windows, ascending; the others are those of the indices but the last. */
  readonly updateWindowDims: readonly number[];
  /** Axes of the operand with windows of size 1 that the updates have not, ascending. */
  readonly insertedWindowDims: readonly number[];
  /** Axes of the operand and of the indices that walk together, pairwise equal in size. */
  readonly operandBatchingDims: readonly number[];
  readonly scatterIndicesBatchingDims: readonly number[];
  /** For each element of an index vector, the axis of the operand it is a position on. */
  readonly scatterDimsToOperandDims: readonly number[];
  /** A window that leaves the operand is dropped, or moved to the nearest place inside. Promised ones drop too. */
  readonly mode: "drop" | "clip" | "promiseInBounds";
}

export interface DynamicSliceParams {
  /** One size per axis, at most that of the operand. */
  readonly sliceSizes: readonly number[];
}

export interface SortParams {
  readonly dimension: number;
  /** How many of the operands, the first ones, are compared; the others move along. */
  readonly numKeys: number;
  /** Elements with equal keys keep their order. */
  readonly isStable: boolean;
}

export interface TopKParams {
  readonly k: number;
}

export interface CumulativeParams {
  readonly axis: number;
  /** From the end of the axis to its start. */
  readonly reverse: boolean;
}
