import type { Graph } from "./primitive.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Shape, TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

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

export interface CallParams {
  readonly name: string;
  readonly graph: Graph;
  /** Inputs whose buffers the compiled program may consume. */
  readonly donated: readonly number[];
}

export interface CheckpointParams {
  readonly graph: Graph;
  /** Computes once more what was computed before: common subexpressions must not be found again. */
  readonly again: boolean;
}

export interface CustomJvpParams {
  readonly name: string;
  readonly graph: Graph;
  /** The number of inputs the rule knows of; those after them were captured. */
  readonly arguments: number;
  readonly rule: FlatJvp;
}

/** A user's JVP rule without trees: from all primals and tangents to those of the results. */
export type FlatJvp = (
  primals: readonly Tensor[],
  tangents: readonly Tensor[],
) => { readonly primals: readonly Tensor[]; readonly tangents: readonly Tensor[] };

export interface CustomVjpParams {
  readonly name: string;
  readonly graph: Graph;
  /** The number of inputs the rule knows of; those after them were captured. */
  readonly arguments: number;
  readonly fwd: FlatForward;
}

/** A user's forward rule without trees, which tells the backward rule that belongs to its residuals. */
export type FlatForward = (primals: readonly Tensor[]) => {
  readonly results: readonly Tensor[];
  readonly residuals: readonly Tensor[];
  readonly bwd: FlatBackward;
};

/** From residuals and cotangents of the results to cotangents of the arguments; `null` is zero. */
export type FlatBackward = (
  residuals: readonly Tensor[],
  cotangents: readonly Tensor[],
) => readonly (Tensor | null)[];

export interface CustomLinearParams {
  readonly name: string;
  /** How many of the inputs are residuals; the others are tangents. */
  readonly residuals: number;
  readonly results: readonly TensorSpec[];
  readonly bwd: FlatBackward;
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

  // Indexing. Indices are `int32` or `uint32`.
  /** `[operand, start indices]`: a window of the operand for each index vector. */
  gather: GatherParams;
  /** `[operand, indices, updates]`: the operand with windows replaced, one after the other in C order of the index vectors. */
  scatter: ScatterParams;
  /** As `scatter`, in the same order, the updates added, multiplied, … to what is there. */
  scatterAdd: ScatterParams;
  scatterMul: ScatterParams;
  /** NaN if either is. */
  scatterMin: ScatterParams;
  scatterMax: ScatterParams;
  /** `[operand, one scalar index per axis]`; indices are moved to where the window fits. */
  dynamicSlice: DynamicSliceParams;
  /** `[operand, update, one scalar index per axis]`: the operand with a window replaced; indices as in `dynamicSlice`. */
  dynamicUpdateSlice: NoParams;
  /**
   * Any number of operands of one shape, ordered along a dimension by the first key, among its equals by the second, and
   * so on. NaN comes last, whatever its sign, and −0 equals 0.
   */
  sort: SortParams;

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
  /** `out[n, o, p] = Σ lhs[n, i, p·stride + k·rhsDilation] · rhs[o, i, k]`, over padded and dilated `lhs`; no window is reversed. */
  convGeneralDilated: ConvGeneralDilatedParams;

  // Windows: reductions over each position of a window. Padding and holes count as the identity.
  reduceWindowSum: WindowParams;
  reduceWindowMax: WindowParams;
  reduceWindowMin: WindowParams;
  /** `[values, operand]`, floats of one shape: from each window the value at the place of the chosen operand, 0 for padding. */
  selectAndGatherAdd: SelectWindowParams;
  /** `[source, operand]`: each element of `source`, one per window, added at the place of the chosen operand. */
  selectAndScatterAdd: SelectWindowParams;
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
  /** ln(eˣ + eʸ) without overflow. */
  logaddexp: NoParams;
  stopGradient: NoParams;
  /**
   * The largest elements along the last axis, descending, and their `int32` places; of equal ones the first. NaN counts as
   * largest, and 0 is larger than −0.
   */
  topK: TopKParams;
  /** From keys `u32[…, 2]` random words `u32[…, ...shape]`: Threefry of each element's position. */
  randomBits: ShapeParams;
  /** A graph applied to its inputs; always inlined before a backend sees it. */
  call: CallParams;
  /** A graph whose intermediate values are computed again for the backward pass. */
  checkpoint: CheckpointParams;
  /** A graph with a derivative of the user's. */
  customJvp: CustomJvpParams;
  /** A graph with a reverse derivative of the user's. */
  customVjp: CustomVjpParams;
  /** The tangents of a `customVjp`, known only through their transpose. */
  customLinear: CustomLinearParams;
}

/** Derived primitives that apply a graph: no backend sees them. */
export type CallName = "call" | "checkpoint" | "customJvp" | "customVjp" | "customLinear";

export interface PrimitiveParams extends CorePrimitives, ControlPrimitives, DerivedPrimitives {}

export type CoreName = keyof CorePrimitives;
export type ControlName = keyof ControlPrimitives;
export type PrimitiveName = keyof PrimitiveParams;
