import type { Graph } from "./primitive.ts";
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

export interface AxisParams {
  readonly axis: number;
}

export interface CallParams {
  readonly name: string;
  readonly graph: Graph;
  /** Inputs whose buffers the compiled program may consume. */
  readonly donated: readonly number[];
}

export interface CondParams {
  /** One for each value of the index, all with inputs of the operands' specs and with outputs of the same specs. */
  readonly branches: readonly Graph[];
}

export interface WhileParams {
  /** From its constants and the carry to one `bool[]`. */
  readonly cond: Graph;
  /** From its constants and the carry to the next carry. */
  readonly body: Graph;
  readonly condConsts: number;
  readonly bodyConsts: number;
}

export interface ScanParams {
  /** From constants, carry and one slice of each `xs` to the next carry and one slice of each `ys`. */
  readonly body: Graph;
  readonly consts: number;
  readonly carries: number;
  readonly length: number;
  /** From the last slice to the first; `ys` keep the places of their `xs`. */
  readonly reverse: boolean;
}

/**
 * The closed set every backend implements, with the options of each. Operands of elementwise primitives have
 * one shape and one dtype; broadcasting and promotion are done before a primitive is bound.
 */
export interface CorePrimitives {
  // Elementwise, one operand.
  neg: NoParams;
  sign: NoParams;
  abs: NoParams;
  floor: NoParams;
  ceil: NoParams;
  /** To nearest, ties to even. */
  round: NoParams;
  exp: NoParams;
  expm1: NoParams;
  log: NoParams;
  log1p: NoParams;
  sqrt: NoParams;
  rsqrt: NoParams;
  sin: NoParams;
  cos: NoParams;
  tanh: NoParams;
  /** Logical for `bool`, bitwise for integers. */
  not: NoParams;
  /** A value of its own: the same elements in another buffer. */
  copy: NoParams;

  // Elementwise, two operands.
  add: NoParams;
  sub: NoParams;
  mul: NoParams;
  /** Truncates towards zero for integers. */
  div: NoParams;
  /** The sign of the dividend, as C's `fmod`. */
  rem: NoParams;
  pow: NoParams;
  /** NaN if either operand is. */
  max: NoParams;
  min: NoParams;
  and: NoParams;
  or: NoParams;
  xor: NoParams;
  /** Shifts by 32 or more give 0 (arithmetic: the sign). */
  shiftLeft: NoParams;
  shiftRightLogical: NoParams;
  shiftRightArithmetic: NoParams;

  // Comparisons: a `bool` of the operands' shape.
  eq: NoParams;
  ne: NoParams;
  lt: NoParams;
  le: NoParams;
  gt: NoParams;
  ge: NoParams;

  /** `[bool predicate, onTrue, onFalse]`, all of one shape. */
  select: NoParams;
  /** Float to integer truncates and saturates, NaN becomes 0; to `bool` is `≠ 0`. */
  convert: DTypeParams;
  /** The same bits as another dtype of the same width. */
  bitcast: DTypeParams;
  /** `[k0, k1, x0, x1]`, all `uint32` of one shape, to the two words of Threefry-2x32 with 20 rounds. */
  threefry2x32: NoParams;

  // Creation: no operands.
  /** A scalar. */
  constant: ConstantParams;
  iota: IotaParams;

  // Movement.
  broadcastInDim: BroadcastInDimParams;
  reshape: ReshapeParams;
  transpose: TransposeParams;
  slice: SliceParams;
  /** `[operand, scalar padding value]`. */
  pad: PadParams;
  concatenate: DimensionParams;
  reverse: DimensionsParams;

  // Reductions: the reduced axes vanish.
  reduceSum: AxesParams;
  /** The identity of an empty maximum is −∞ (the least integer, `false`). NaN wins. */
  reduceMax: AxesParams;
  reduceMin: AxesParams;
  /** The first index of the largest element; a NaN counts as largest. */
  argmax: ArgReduceParams;
  argmin: ArgReduceParams;

  // Contraction.
  /** Result axes: batch, then the free axes of the left operand, then those of the right. */
  dotGeneral: DotGeneralParams;
}

/**
 * Primitives that run graphs, which are among their options. They read no tensor but their operands. A backend
 * made of kernels gets them from `kernelBackend`; any other implements them as it does the core ones.
 */
export interface ControlPrimitives {
  /** `[index i32[], …operands]`: the branch of that index; it is in range. */
  cond: CondParams;
  /** `[…constants of cond, …constants of body, …carry]` to the carry for which `cond` first is false. */
  while: WhileParams;
  /** `[…constants, …carry, …xs]` to the last carry and the `ys`; `xs` and `ys` have `length` slices along axis 0. */
  scan: ScanParams;
}

/** Primitives with a decomposition into core ones: a backend may take one whole or let it decompose. */
export interface DerivedPrimitives {
  logistic: NoParams;
  relu: NoParams;
  softmax: AxisParams;
  logSoftmax: AxisParams;
  stopGradient: NoParams;
  /** A graph applied to its inputs; always inlined before a backend sees it. */
  call: CallParams;
}

export interface PrimitiveParams extends CorePrimitives, ControlPrimitives, DerivedPrimitives {}

export type CoreName = keyof CorePrimitives;
export type ControlName = keyof ControlPrimitives;
export type PrimitiveName = keyof PrimitiveParams;
