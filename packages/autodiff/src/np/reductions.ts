import { wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import {
  add,
  convertElementType,
  div,
  max as maximum,
  min as minimum,
  mul,
  sub,
} from "../lax/elementwise.ts";
import { full } from "../lax/creation.ts";
import { reshape } from "../lax/movement.ts";
import * as lax from "../lax/reduction.ts";
import type { DType } from "../tensor/dtype.ts";
import type {
  ArgReduceOptions,
  InitialOptions,
  ReduceOptions,
  Tensor,
  TensorLike,
  WhereOptions,
} from "../tensor/tensor.ts";
import { normalizeAxes, tensorAxis } from "./axes.ts";
import { floatTensor, tensorOf } from "./operands.ts";
import { requireOptions } from "./require-options.ts";
import { countTakingPart, takingPart } from "./taking-part.ts";

/** The options of reductions that can leave elements out, and of those that can start from a number. */
const WHERE = "{ axis, keepdims, where }";
const INITIAL = "{ axis, keepdims, where, initial }";

export type Reduce = (x: Tensor, axes: readonly number[]) => Tensor;

export function reduced(
  operation: string,
  x: Tensor,
  options: ReduceOptions,
  reduce: Reduce,
  known?: string,
): Tensor {
  requireOptions(operation, options, known);
  const { axis, keepdims = false } = options;
  const axes = normalizeAxes(operation, axis, x);
  const result = reduce(x, axes);
  return keepdims
    ? reshape(
        result,
        x.shape.map((size, i) => (axes.includes(i) ? 1 : size)),
      )
    : result;
}

/** The dtype sums of small integers are made in. */
export function summable(x: Tensor): Tensor {
  const wide: Partial<Record<DType, DType>> = { bool: "int32", uint8: "uint32" };
  return convertElementType(x, wide[x.dtype] ?? x.dtype);
}

/**
 * A reduction of what takes part, where the rest counts as `neutral`; what takes an `initial` says with what it is
 * combined.
 */
function reducedPart(
  operation: string,
  x: Tensor,
  options: InitialOptions,
  reduce: Reduce,
  neutral: number,
  combine?: (x: Tensor, y: Tensor) => Tensor,
): Tensor {
  const { where, initial } = options;
  return reduced(
    operation,
    x,
    options,
    (values, axes) => {
      const result = reduce(takingPart(operation, values, where, neutral), axes);
      return combine === undefined || initial === undefined
        ? result
        : combine(result, full(result.shape, initial, result.dtype));
    },
    combine ? INITIAL : WHERE,
  );
}

/**
 * Σ over `axis`. `bool` is counted in `int32`, `uint8` in `uint32`.
 *
 * @example
 * ```ts
 * const x = np.array([1, 2, 4]);
 * await np.sum(x, { where: x.greater(1) }).item(); // => 6
 * ```
 */
export function sum(x: TensorLike, options: InitialOptions = {}): Tensor {
  return reducedPart("np.sum", summable(tensorOf("np.sum", x)), options, lax.reduceSum, 0, add);
}

/**
 * Π over `axis`. `bool` is counted in `int32`, `uint8` in `uint32`.
 *
 * @example
 * ```ts
 * await np.prod(np.array([[1, 2], [3, 4]]), { axis: 1 }).array(); // => [2,12]
 * np.prod(np.array([true, true])).dtype; // => int32
 * ```
 */
export function prod(x: TensorLike, options: InitialOptions = {}): Tensor {
  return reducedPart("np.prod", summable(tensorOf("np.prod", x)), options, lax.reduceProd, 1, mul);
}

/**
 * The arithmetic mean over `axis`, in a float dtype; NaN of no elements.
 *
 * @example
 * ```ts
 * await np.mean(np.array([1, 2, 3, 6])).item(); // => 3
 * ```
 */
export function mean(x: TensorLike, options: WhereOptions = {}): Tensor {
  return inFloat32(floatTensor("np.mean", x), (operand) => meanOf("np.mean", operand, options, 0));
}

/** Computes with `float16` in `float32`, as JAX does: the sum in a mean of many would overflow. */
export function inFloat32(x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  return x.dtype === "float16"
    ? convertElementType(compute(convertElementType(x, "float32")), "float16")
    : compute(x);
}

/** The sum over the count less `ddof`. */
export function meanOf(operation: string, x: Tensor, options: WhereOptions, ddof: number): Tensor {
  const { where } = options;
  return reduced(
    operation,
    x,
    options,
    (values, axes) => {
      const total = lax.reduceSum(takingPart(operation, values, where, 0), axes);
      const count = countTakingPart(operation, values, where, axes);
      return div(total, ddof === 0 ? count : sub(count, full(count.shape, ddof, count.dtype)));
    },
    WHERE,
  );
}

/** Of no elements there is no largest or smallest. */
export function ofSome(operation: string, reduce: Reduce): Reduce {
  return (x, axes) => {
    const empty = axes.find((axis) => x.shape[axis] === 0);
    if (empty === undefined) return reduce(x, axes);
    throw wrongArgument(
      operation,
      "no element to choose from",
      `at least one element along axis ${empty}`,
      x,
    );
  };
}

function extremum(
  operation: string,
  x: TensorLike,
  options: InitialOptions,
  reduce: Reduce,
  combine: (x: Tensor, y: Tensor) => Tensor,
): Tensor {
  const operand = tensorOf(operation, x);
  if (options.initial === undefined) {
    if (options.where === undefined)
      return reduced(operation, operand, options, ofSome(operation, reduce), INITIAL);
    throw new ArgumentInvalidError({
      operation,
      problem: "of no elements there is no result",
      expected: "initial together with where",
      received: "where alone",
      hint: "Give a number that no element passes: { where, initial: -Infinity }.",
    });
  }
  return reducedPart(operation, operand, options, reduce, options.initial, combine);
}

/**
 * The largest element over `axis`; NaN if there is one.
 *
 * @example
 * ```ts
 * await np.max(np.array([[1, 5], [3, 2]]), { axis: 1, keepdims: true }).array(); // => [[5],[3]]
 * await np.max(np.array([1, NaN])).item(); // => NaN
 * ```
 */
export function max(x: TensorLike, options: InitialOptions = {}): Tensor {
  return extremum("np.max", x, options, lax.reduceMax, maximum);
}

/**
 * The smallest element over `axis`; NaN if there is one.
 *
 * @example
 * ```ts
 * await np.min(np.array([[1, 5], [3, 2]]), { axis: 0 }).array(); // => [1,2]
 * await np.min(np.array([4, 5]), { initial: 2 }).item(); // => 2
 * ```
 */
export function min(x: TensorLike, options: InitialOptions = {}): Tensor {
  return extremum("np.min", x, options, lax.reduceMin, minimum);
}

/**
 * The largest element less the smallest, over `axis`.
 *
 * @example
 * ```ts
 * await np.ptp(np.array([[1, 5], [3, 3]]), { axis: 1 }).array(); // => [4,0]
 * ```
 */
export function ptp(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = tensorOf("np.ptp", x);
  const reduce = (values: Tensor, axes: readonly number[]): Tensor =>
    sub(lax.reduceMax(values, axes), lax.reduceMin(values, axes));
  return reduced("np.ptp", operand, options, ofSome("np.ptp", reduce));
}

/**
 * How many elements over `axis` are not zero, as `int32`.
 *
 * @example
 * ```ts
 * await np.countNonzero(np.array([[1, 0], [2, 3]]), { axis: 0 }).array(); // => [2,1]
 * ```
 */
export function countNonzero(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const nonzero = convertElementType(tensorOf("np.countNonzero", x), "bool");
  return reduced("np.countNonzero", summable(nonzero), options, lax.reduceSum);
}

/**
 * Whether some element over `axis` is not zero; `false` of none.
 *
 * @example
 * ```ts
 * await np.any(np.array([[1, 0], [0, 0]]), { axis: 1 }).array(); // => [true,false]
 * ```
 */
export function any(x: TensorLike, options: WhereOptions = {}): Tensor {
  const truth = convertElementType(tensorOf("np.any", x), "bool");
  return reducedPart("np.any", truth, options, lax.reduceOr, 0);
}

/**
 * Whether every element over `axis` is not zero; `true` of none.
 *
 * @example
 * ```ts
 * await np.all(np.array([[1, 0], [2, 3]]), { axis: 1 }).array(); // => [false,true]
 * ```
 */
export function all(x: TensorLike, options: WhereOptions = {}): Tensor {
  const truth = convertElementType(tensorOf("np.all", x), "bool");
  return reducedPart("np.all", truth, options, lax.reduceAnd, 1);
}

function argReduced(
  operation: string,
  x: Tensor,
  options: ArgReduceOptions,
  reduce: (x: Tensor, axis: number, dtype: DType) => Tensor,
): Tensor {
  requireOptions(operation, options);
  const { axis, keepdims = false } = options;
  const searched = axis === undefined ? reshape(x, [x.size]) : x;
  const along = axis === undefined ? 0 : tensorAxis(operation, axis, x);
  const result = reduce(searched, along, "int32");
  if (!keepdims) return result;
  return reshape(
    result,
    x.shape.map((size, i) => (axis === undefined || i === along ? 1 : size)),
  );
}

/**
 * The index of the first largest element along `axis`, of the flattened tensor if none is named; a NaN counts as
 * largest.
 *
 * @example
 * ```ts
 * await np.argmax(np.array([[1, 9], [8, 2]])).item(); // => 1
 * await np.argmax(np.array([[1, 9], [8, 2]]), { axis: 0 }).array(); // => [1,0]
 * ```
 */
export function argmax(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduced("np.argmax", tensorOf("np.argmax", x), options, lax.argmax);
}

/**
 * The index of the first smallest element along `axis`, of the flattened tensor if none is named; a NaN counts as
 * smallest.
 *
 * @example
 * ```ts
 * await np.argmin(np.array([3, 1, NaN])).item(); // => 2
 * ```
 */
export function argmin(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduced("np.argmin", tensorOf("np.argmin", x), options, lax.argmin);
}
