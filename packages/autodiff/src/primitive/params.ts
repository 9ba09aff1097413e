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

export interface CumulativeParams {
  readonly axis: number;
  /** From the end of the axis to its start. */
  readonly reverse: boolean;
}

export interface CallParams {
  readonly name: string;
  readonly graph: Graph;
  /** Inputs whose buffers the compiled program may consume. */
  readonly donated: readonly number[];
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
  tan: NoParams;
  asin: NoParams;
  acos: NoParams;
  atan: NoParams;
  sinh: NoParams;
  cosh: NoParams;
  tanh: NoParams;
  asinh: NoParams;
  acosh: NoParams;
  atanh: NoParams;
  /** 2/√π · ∫₀ˣ e^(−t²) dt. */
  erf: NoParams;
  /** 1 − erf x, exact where erf is near 1. */
  erfc: NoParams;
  /** The inverse of `erf`: ±∞ at ±1, NaN beyond. */
  erfInv: NoParams;
  cbrt: NoParams;
  /** A `bool`: neither infinite nor NaN. */
  isFinite: NoParams;
  /** The number of one bits of an integer, in its own dtype. */
  populationCount: NoParams;
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
  /** `[y, x]`: the angle of the point (x, y), in [−π, π]. */
  atan2: NoParams;
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
  /** The identity is 1; integers wrap. */
  reduceProd: AxesParams;
  /** Logical for `bool`, bitwise for integers; of none: all ones. */
  reduceAnd: AxesParams;
  /** Logical for `bool`, bitwise for integers; of none: 0. */
  reduceOr: AxesParams;
  /** The first index of the largest element; a NaN counts as largest. */
  argmax: ArgReduceParams;
  argmin: ArgReduceParams;

  // Cumulative: as the reduction, of each element and those before it (`reverse`: after it) along the axis.
  cumsum: CumulativeParams;
  cumprod: CumulativeParams;
  /** NaN from the first NaN on. */
  cummax: CumulativeParams;
  cummin: CumulativeParams;

  // Contraction.
  /** Result axes: batch, then the free axes of the left operand, then those of the right. */
  dotGeneral: DotGeneralParams;
}

/** Primitives with a decomposition into core ones: a backend may take one whole or let it decompose. */
export interface DerivedPrimitives {
  logistic: NoParams;
  relu: NoParams;
  softmax: AxisParams;
  logSoftmax: AxisParams;
  /** ln(eˣ + eʸ) without overflow. */
  logaddexp: NoParams;
  stopGradient: NoParams;
  /** A graph applied to its inputs; always inlined before a backend sees it. */
  call: CallParams;
}

export interface PrimitiveParams extends CorePrimitives, DerivedPrimitives {}

export type CoreName = keyof CorePrimitives;
export type PrimitiveName = keyof PrimitiveParams;
