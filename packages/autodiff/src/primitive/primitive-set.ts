import type {
  ArgReduceParams,
  AxesParams,
  AxisParams,
  BroadcastInDimParams,
  ConstantParams,
  ConvGeneralDilatedParams,
  CumulativeParams,
  DTypeParams,
  DimensionParams,
  DimensionsParams,
  DotGeneralParams,
  DynamicSliceParams,
  GatherParams,
  IotaParams,
  NoParams,
  PadParams,
  ReshapeParams,
  ScatterParams,
  SelectWindowParams,
  ShapeParams,
  SliceParams,
  SortParams,
  TopKParams,
  TransposeParams,
  WindowParams,
} from "./params.ts";
import type {
  CallParams,
  CheckpointParams,
  CondParams,
  CustomJvpParams,
  CustomLinearParams,
  CustomVjpParams,
  ScanParams,
  WhileParams,
} from "./call-params.ts";

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

/**
 * Primitives that neither the methods of tensors nor the rules of other primitives need. A program has those alone whose
 * functions it uses: these bind the primitive itself, not its name.
 */
export type OptionalName =
  | ControlName
  | CallName
  | "acos"
  | "acosh"
  | "asin"
  | "asinh"
  | "atan"
  | "atan2"
  | "atanh"
  | "bitcast"
  | "cbrt"
  | "convGeneralDilated"
  | "cosh"
  | "cummax"
  | "cummin"
  | "erf"
  | "erfc"
  | "erfInv"
  | "logaddexp"
  | "logistic"
  | "logSoftmax"
  | "populationCount"
  | "randomBits"
  | "reduceWindowMax"
  | "reduceWindowMin"
  | "reduceWindowSum"
  | "relu"
  | "rsqrt"
  | "selectAndGatherAdd"
  | "selectAndScatterAdd"
  | "shiftLeft"
  | "shiftRightArithmetic"
  | "shiftRightLogical"
  | "sinh"
  | "softmax"
  | "sort"
  | "stopGradient"
  | "threefry2x32"
  | "topK"
  | "xor";

/** Primitives that are always there: a name is enough to bind them. */
export type CommonName = Exclude<PrimitiveName, OptionalName>;
