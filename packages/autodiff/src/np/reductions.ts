import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { convertElementType, div, sub } from "../lax/elementwise.ts";
import { full } from "../lax/creation.ts";
import { reshape } from "../lax/movement.ts";
import * as lax from "../lax/reduction.ts";
import type { DType } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { ArgReduceOptions, ReduceOptions, Tensor, TensorLike } from "../tensor/tensor.ts";
import { normalizeAxes, normalizeAxis } from "./axes.ts";
import { floatTensor, tensorOf } from "./operands.ts";

export type Reduce = (x: Tensor, axes: readonly number[]) => Tensor;

export function reduced(operation: string, x: Tensor, options: ReduceOptions, reduce: Reduce): Tensor {
  requireOptions(operation, options);
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

/** Without types it may be the axis itself, as in NumPy: it must not be overlooked. */
export function requireOptions(operation: string, options: unknown, expected = "{ axis, keepdims }"): void {
  if (typeof options === "object" && !Array.isArray(options)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "the options are not an object",
    expected,
    received: JSON.stringify(options),
    hint: `Name the axis: { axis: ${JSON.stringify(options)} }.`,
  });
}

/** The dtype sums of small integers are made in. */
export function summable(x: Tensor): Tensor {
  const wide: Partial<Record<DType, DType>> = { bool: "int32", uint8: "uint32" };
  return convertElementType(x, wide[x.dtype] ?? x.dtype);
}

/** Σ over `axis`. `bool` is counted in `int32`, `uint8` in `uint32`. */
export function sum(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.sum", summable(tensorOf("np.sum", x)), options, lax.reduceSum);
}

/** Π over `axis`. `bool` is counted in `int32`, `uint8` in `uint32`. */
export function prod(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.prod", summable(tensorOf("np.prod", x)), options, lax.reduceProd);
}

/**
 * The arithmetic mean over `axis`, in a float dtype; NaN of no elements.
 *
 * @example
 * ```ts
 * await np.mean(np.array([1, 2, 3, 6])).item(); // => 3
 * ```
 */
export function mean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = floatTensor("np.mean", x);
  return reduced("np.mean", operand, options, (values, axes) => {
    const total = lax.reduceSum(values, axes);
    const count = axes.reduce((product, axis) => product * (values.shape[axis] ?? 1), 1);
    return div(total, full(total.shape, count, total.dtype));
  });
}

/** Of no elements there is no largest or smallest. */
export function ofSome(operation: string, reduce: Reduce): Reduce {
  return (x, axes) => {
    const empty = axes.find((axis) => x.shape[axis] === 0);
    if (empty === undefined) return reduce(x, axes);
    throw new ArgumentInvalidError({
      operation,
      problem: "no element to choose from",
      expected: `at least one element along axis ${empty}`,
      received: formatSpec(x.spec),
    });
  };
}

/** The largest element over `axis`; NaN if there is one. */
export function max(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.max", tensorOf("np.max", x), options, ofSome("np.max", lax.reduceMax));
}

/** The smallest element over `axis`; NaN if there is one. */
export function min(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.min", tensorOf("np.min", x), options, ofSome("np.min", lax.reduceMin));
}

/** The largest element less the smallest, over `axis`. */
export function ptp(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const operand = tensorOf("np.ptp", x);
  const reduce = (values: Tensor, axes: readonly number[]): Tensor =>
    sub(lax.reduceMax(values, axes), lax.reduceMin(values, axes));
  return reduced("np.ptp", operand, options, ofSome("np.ptp", reduce));
}

/** How many elements over `axis` are not zero, as `int32`. */
export function countNonzero(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const nonzero = convertElementType(tensorOf("np.countNonzero", x), "bool");
  return reduced("np.countNonzero", summable(nonzero), options, lax.reduceSum);
}

/** Whether some element over `axis` is not zero. */
export function any(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.any", convertElementType(tensorOf("np.any", x), "bool"), options, lax.reduceOr);
}

/** Whether every element over `axis` is not zero. */
export function all(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return reduced("np.all", convertElementType(tensorOf("np.all", x), "bool"), options, lax.reduceAnd);
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
  const along = axis === undefined ? 0 : normalizeAxis(operation, axis, x.ndim, x);
  const result = reduce(searched, along, "int32");
  if (!keepdims) return result;
  return reshape(
    result,
    x.shape.map((size, i) => (axis === undefined || i === along ? 1 : size)),
  );
}

/** The index of the first largest element along `axis`; a NaN counts as largest. */
export function argmax(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduced("np.argmax", tensorOf("np.argmax", x), options, lax.argmax);
}

/** The index of the first smallest element along `axis`; a NaN counts as smallest. */
export function argmin(x: TensorLike, options: ArgReduceOptions = {}): Tensor {
  return argReduced("np.argmin", tensorOf("np.argmin", x), options, lax.argmin);
}
