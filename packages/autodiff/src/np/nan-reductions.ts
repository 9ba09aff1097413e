import { full, zerosOf } from "../lax/creation.ts";
import * as elements from "../lax/elementwise.ts";
import * as lax from "../lax/reduction.ts";
import { isFloat } from "../tensor/dtype.ts";
import type {
  CumulativeOptions,
  DeviationOptions,
  InitialOptions,
  ReduceOptions,
  Tensor,
  TensorLike,
} from "../tensor/tensor.ts";
import { cumprod, cumsum } from "./cumulative.ts";
import { broadcastTrailing, floatTensor, tensorOf } from "./operands.ts";
import { max, min, ofSome, prod, reduced, type Reduce, sum } from "./reductions.ts";
import { requireOptions } from "./require-options.ts";

/** NaN says itself which elements take part. */
export type NanDeviationOptions = Omit<DeviationOptions, "where">;

/** Where elements are numbers; `null` for dtypes without NaN. */
function numbers(x: Tensor): Tensor | null {
  return isFloat(x.dtype) ? elements.eq(x, x) : null;
}

/** The elements with another value in place of NaN. */
function filled(x: Tensor, value: number): Tensor {
  const known = numbers(x);
  return known === null ? x : elements.select(known, x, full(x.shape, value, x.dtype));
}

/**
 * Σ over `axis` of what is not NaN; 0 of nothing.
 *
 * @example
 * ```ts
 * await np.nansum(np.array([[1, NaN], [3, 4]]), { axis: 1 }).array(); // => [1,7]
 * ```
 */
export function nansum(x: TensorLike, options: InitialOptions = {}): Tensor {
  return sum(filled(tensorOf("np.nansum", x), 0), options);
}

/**
 * Π over `axis` of what is not NaN; 1 of nothing.
 *
 * @example
 * ```ts
 * await np.nanprod(np.array([[2, NaN], [3, 4]]), { axis: 0 }).array(); // => [6,4]
 * ```
 */
export function nanprod(x: TensorLike, options: InitialOptions = {}): Tensor {
  return prod(filled(tensorOf("np.nanprod", x), 1), options);
}

/**
 * The largest number over `axis`; NaN only where there is none.
 *
 * @example
 * ```ts
 * await np.nanmax(np.array([1, NaN, 3])).item(); // => 3
 * await np.nanmax(np.array([NaN, NaN])).item(); // => NaN
 * ```
 */
export function nanmax(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = tensorOf("np.nanmax", x);
  const known = numbers(operand);
  if (known === null) return max(operand, options);
  return reduced("np.nanmax", operand, options, ofSome("np.nanmax", orNaN(lax.reduceMax, -Infinity)));
}

/**
 * The smallest number over `axis`; NaN only where there is none.
 *
 * @example
 * ```ts
 * await np.nanmin(np.array([[1, NaN], [3, 4]]), { axis: 0 }).array(); // => [1,4]
 * ```
 */
export function nanmin(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = tensorOf("np.nanmin", x);
  const known = numbers(operand);
  if (known === null) return min(operand, options);
  return reduced("np.nanmin", operand, options, ofSome("np.nanmin", orNaN(lax.reduceMin, Infinity)));
}

function orNaN(reduce: Reduce, identity: number): Reduce {
  return (x, axes) => {
    const result = reduce(filled(x, identity), axes);
    const none = lax.reduceAnd(elements.ne(x, x), axes);
    return elements.select(none, full(result.shape, Number.NaN, result.dtype), result);
  };
}

/** How many elements are numbers, in the dtype of the operand. */
function count(x: Tensor, axes: readonly number[]): Tensor {
  return lax.reduceSum(elements.convertElementType(elements.eq(x, x), x.dtype), axes);
}

/**
 * The arithmetic mean over `axis` of what is not NaN; NaN of nothing.
 *
 * @example
 * ```ts
 * await np.nanmean(np.array([1, NaN, 3])).item(); // => 2
 * ```
 */
export function nanmean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = floatTensor("np.nanmean", x);
  return reduced("np.nanmean", operand, options, (values, axes) =>
    elements.div(lax.reduceSum(filled(values, 0), axes), count(values, axes)),
  );
}

/**
 * The mean squared deviation from the mean over `axis` of what is not NaN.
 *
 * @example
 * ```ts
 * await np.nanvar(np.array([1, NaN, 3])).item(); // => 1
 * await np.nanvar(np.array([1, NaN, 3]), { ddof: 1 }).item(); // => 2
 * ```
 */
export function nanvar(x: TensorLike, options: NanDeviationOptions = {}): Tensor {
  requireOptions("np.nanvar", options, "{ axis, keepdims, ddof }");
  const { ddof = 0, ...rest } = options;
  const operand = floatTensor("np.nanvar", x);
  const center = broadcastTrailing(nanmean(operand, { ...rest, keepdims: true }), operand.shape);
  const known = elements.eq(operand, operand);
  const distance = elements.select(known, elements.sub(operand, center), zerosOf(operand.spec));
  const squares = elements.mul(distance, distance);
  return reduced("np.nanvar", squares, rest, (values, axes) => {
    const total = lax.reduceSum(values, axes);
    const divisor = elements.sub(count(operand, axes), full(total.shape, ddof, total.dtype));
    const nothing = elements.le(divisor, zerosOf(divisor.spec));
    const quotient = elements.div(total, divisor);
    return elements.select(nothing, full(total.shape, Number.NaN, total.dtype), quotient);
  });
}

/**
 * The standard deviation over `axis` of what is not NaN.
 *
 * @example
 * ```ts
 * await np.nanstd(np.array([1, NaN, 5])).item(); // => 2
 * ```
 */
export function nanstd(x: TensorLike, options: NanDeviationOptions = {}): Tensor {
  return elements.sqrt(nanvar(x, options));
}

/**
 * The sum of each element and those before it, NaN counted as 0.
 *
 * @example
 * ```ts
 * await np.nancumsum(np.array([1, NaN, 3])).array(); // => [1,1,4]
 * ```
 */
export function nancumsum(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumsum(filled(tensorOf("np.nancumsum", x), 0), options);
}

/**
 * The product of each element and those before it, NaN counted as 1.
 *
 * @example
 * ```ts
 * await np.nancumprod(np.array([2, NaN, 3])).array(); // => [2,2,6]
 * ```
 */
export function nancumprod(x: TensorLike, options: CumulativeOptions = {}): Tensor {
  return cumprod(filled(tensorOf("np.nancumprod", x), 1), options);
}
