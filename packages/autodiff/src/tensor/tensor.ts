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

/** Every `step`-th position from `start` to before `stop`, as Python's `start:stop:step`; made by `np.slice`. */
export interface Slice {
  /** `null`: from the end where the step begins. */
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/**
 * What stands between the brackets of NumPy's `x[…]`, one for each axis from the first:
 *
 * - a number, negative ones from the end: the axis vanishes;
 * - `"1:3"`, `":"`, `"::-1"` or `np.slice(1, 3)`: part of the axis;
 * - `"..."`: all of as many axes as are left over;
 * - `null` (`np.newaxis`): a new axis of size 1;
 * - a list of numbers or a tensor of whole numbers: the elements at these positions. Several of them broadcast, and
 *   their axes come in their place, or first if something else stands in between;
 * - a tensor (or list) of truth values: the elements where it is true. Not in a traced function: how many they
 *   are has to be known.
 */
export type Index = number | `${string}:${string}` | "..." | null | Slice | readonly NestedArray[] | Tensor;

/** What to do about positions out of range, which otherwise are an error where they can be seen. */
export interface GetOptions {
  /** `"fill"`: `fillValue` in their place; `"clip"`: the nearest position in range. Default of traced indices: `"clip"`. */
  readonly mode?: "fill" | "clip" | "promiseInBounds";
  /** Default: NaN for floats, the least `int32`, all ones for unsigned integers, `true`. Implies `"fill"`. */
  readonly fillValue?: number | boolean;
}

export interface UpdateOptions {
  /** `"drop"`: updates out of range do nothing, the default of traced indices; `"clip"`: they go to the nearest position. */
  readonly mode?: "drop" | "clip" | "promiseInBounds";
}

/** Some elements of a tensor, to be read, or to be replaced in a copy of it. Values broadcast to the elements. */
export interface IndexedTensor {
  get(options?: GetOptions): Tensor;
  /** Where a position comes twice, the last value stays. */
  set(value: TensorLike, options?: UpdateOptions): Tensor;
  /** Where a position comes twice, both values are added; so it is with the others. */
  add(value: TensorLike, options?: UpdateOptions): Tensor;
  sub(value: TensorLike, options?: UpdateOptions): Tensor;
  mul(value: TensorLike, options?: UpdateOptions): Tensor;
  div(value: TensorLike, options?: UpdateOptions): Tensor;
  pow(value: TensorLike, options?: UpdateOptions): Tensor;
  min(value: TensorLike, options?: UpdateOptions): Tensor;
  max(value: TensorLike, options?: UpdateOptions): Tensor;
}

/** A backend, as far as a tensor that goes there has to know it. */
export interface TensorDestination {
  readonly name: string;
  readonly dtypes: ReadonlySet<DType>;
}

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
  clip(low?: TensorLike | null, high?: TensorLike | null): Tensor;

  /**
   * The elements at an index, NumPy's `x[…]`.
   *
   * @throws IndexOutOfRangeError for a position that is known to be out of range.
   */
  get(...index: Index[]): Tensor;
  /** The elements at an index, to be read or replaced in a copy: `x.at(0, "1:3").set(7)`. */
  at(...index: Index[]): IndexedTensor;
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

  /**
   * A copy on a backend, also where that is its own. No gradient flows through it: it is for moving data, between
   * computations.
   *
   * @throws TracedValueError inside a transformation, DTypeUnsupportedError where the backend has no such dtype,
   * TensorDisposedError after disposal.
   * @example
   * ```ts
   * import { reference } from "@elegy/backend-reference";
   *
   * const there = await np.array([1, 2]).to(reference());
   * await there.add(1).array(); // => [2,3]
   * ```
   */
  to(backend: TensorDestination): Promise<Tensor>;
  /** Frees the buffer now rather than when the garbage collector finds it. Twice is harmless. */
  dispose(): void;
  [Symbol.dispose](): void;
  /**
   * The elements as NumPy prints them; more than 1000 are shortened. What `console.log` shows, too.
   *
   * @example
   * ```ts
   * String(np.array([1, 2.5])); // => Tensor([1.  2.5], dtype=float32)
   * ```
   */
  toString(): string;
}

export const tensorBrand: unique symbol = Symbol.for("@elegy/tensor");

/**
 * `true` for tensors, traced ones included; `false` for numbers and arrays of the language.
 *
 * @example
 * ```ts
 * isTensor(np.array([1, 2])); // => true
 * isTensor([1, 2]); // => false
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && tensorBrand in value;
}
