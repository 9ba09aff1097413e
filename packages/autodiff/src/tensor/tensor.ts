import type { DType, TypedArray } from "./dtype.ts";
import type { Shape, TensorSpec } from "./spec.ts";

/** A tensor, or a number that takes the dtype of the other operand. */
export type TensorLike = Tensor | number | boolean;

/** Nested rows of numbers (or booleans), as `np.array` takes them and `x.array()` gives them. */
export type NestedArray = number | boolean | readonly NestedArray[];

/** One axis or several; negative ones count from the end. */
export type Axis = number | readonly number[];

export interface ReduceOptions {
  /** The axes that vanish; all of them if left out. */
  readonly axis?: Axis;
  /** Keep the reduced axes with size 1. Default `false`. */
  readonly keepdims?: boolean;
}

/** Options of reductions that can leave elements out. */
export interface WhereOptions extends ReduceOptions {
  /** Which elements take part, a `bool` tensor that broadcasts to the operand. Default: all. */
  readonly where?: TensorLike;
}

/** Options of reductions that can start from a number. */
export interface InitialOptions extends WhereOptions {
  /** Takes part as one more element. */
  readonly initial?: number;
}

export interface ArgReduceOptions {
  /** The axis searched; the flattened tensor if left out. */
  readonly axis?: number;
  readonly keepdims?: boolean;
}

export interface CumulativeOptions {
  /** The axis along which it runs; the flattened tensor if left out. */
  readonly axis?: number;
  /** Of the result; the operand is converted first. */
  readonly dtype?: DType;
}

export interface DeviationOptions extends WhereOptions {
  /** The sum of squares is divided by the count less this. Default 0. */
  readonly ddof?: number;
}

export interface RoundOptions {
  /** Digits after the decimal point; negative ones before it. Default 0. */
  readonly decimals?: number;
}

/**
 * The sizes of a tensor by axis. Ranks are no matter of types, so an axis named by a literal, `x.shape[1]`, is
 * taken to be there.
 */
export type TensorShape = Shape & {
  readonly [axis in 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7]: number;
};

/** The operations of `np` as methods: `x.add(y)` is `np.add(x, y)`. */
export interface TensorMethods {
  add(other: TensorLike): Tensor;
  sub(other: TensorLike): Tensor;
  mul(other: TensorLike): Tensor;
  /** True division: integers become `float32`. */
  div(other: TensorLike): Tensor;
  /** The sign of the divisor, as in NumPy. */
  mod(other: TensorLike): Tensor;
  pow(other: TensorLike): Tensor;
  floorDivide(other: TensorLike): Tensor;
  maximum(other: TensorLike): Tensor;
  minimum(other: TensorLike): Tensor;
  neg(): Tensor;
  abs(): Tensor;
  sign(): Tensor;
  floor(): Tensor;
  ceil(): Tensor;
  round(options?: RoundOptions): Tensor;
  exp(): Tensor;
  log(): Tensor;
  sqrt(): Tensor;
  square(): Tensor;
  expm1(): Tensor;
  log1p(): Tensor;
  sin(): Tensor;
  cos(): Tensor;
  tan(): Tensor;
  tanh(): Tensor;
  reciprocal(): Tensor;

  equal(other: TensorLike): Tensor;
  notEqual(other: TensorLike): Tensor;
  less(other: TensorLike): Tensor;
  lessEqual(other: TensorLike): Tensor;
  greater(other: TensorLike): Tensor;
  greaterEqual(other: TensorLike): Tensor;
  logicalAnd(other: TensorLike): Tensor;
  logicalOr(other: TensorLike): Tensor;
  logicalNot(): Tensor;
  isnan(): Tensor;
  isfinite(): Tensor;

  sum(options?: InitialOptions): Tensor;
  prod(options?: InitialOptions): Tensor;
  mean(options?: WhereOptions): Tensor;
  variance(options?: DeviationOptions): Tensor;
  std(options?: DeviationOptions): Tensor;
  max(options?: InitialOptions): Tensor;
  min(options?: InitialOptions): Tensor;
  any(options?: WhereOptions): Tensor;
  all(options?: WhereOptions): Tensor;
  argmax(options?: ArgReduceOptions): Tensor;
  argmin(options?: ArgReduceOptions): Tensor;
  ptp(options?: ReduceOptions): Tensor;
  cumsum(options?: CumulativeOptions): Tensor;
  cumprod(options?: CumulativeOptions): Tensor;

  dot(other: Tensor): Tensor;
  matmul(other: Tensor): Tensor;

  astype(dtype: DType): Tensor;
  /** One size may be −1 and is inferred. */
  reshape(shape: Shape): Tensor;
  ravel(): Tensor;
  transpose(axes?: readonly number[]): Tensor;
  swapaxes(axis1: number, axis2: number): Tensor;
  expandDims(axis: Axis): Tensor;
  squeeze(axis?: Axis): Tensor;
  broadcastTo(shape: Shape): Tensor;
  clip(low: TensorLike, high: TensorLike): Tensor;
}

/**
 * An immutable n-dimensional array, concrete or traced. Made by `np.array`, `np.zeros`, … and by every operation.
 *
 * @example
 * ```ts
 * const x = np.array([[1, 2], [3, 4]]);
 * await x.sum({ axis: 0 }).array(); // => [4,6]
 * x.shape; // => [2,2]
 * ```
 */
export interface Tensor extends TensorMethods {
  readonly [tensorBrand]: true;
  readonly spec: TensorSpec;
  readonly shape: TensorShape;
  readonly dtype: DType;
  /** The number of axes. */
  readonly ndim: number;
  /** The number of elements. */
  readonly size: number;

  /**
   * The elements in C order, a copy: `Float32Array` for `float32`, `Uint8Array` of 0 and 1 for `bool`.
   *
   * @throws TracedValueError inside a transformation, TensorDisposedError after disposal.
   */
  data(): Promise<TypedArray>;
  /** As {@link data}, at once; not every backend can. */
  dataSync(): TypedArray;
  /** Nested arrays of the tensor's shape; a number (or boolean) for a scalar. */
  array(): Promise<NestedArray>;
  /** The one element of a tensor of size 1. */
  item(): Promise<number>;

  /** Frees the buffer now rather than when the garbage collector finds it. Twice is harmless. */
  dispose(): void;
  [Symbol.dispose](): void;
  toString(): string;
}

export const tensorBrand: unique symbol = Symbol.for("@elegy/tensor");

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && tensorBrand in value;
}
