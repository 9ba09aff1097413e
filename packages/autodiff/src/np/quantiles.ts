import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { add, mul, ne, select } from "../lax/elementwise.ts";
import { reshape, slice } from "../lax/movement.ts";
import { reduceMax } from "../lax/reduction.ts";
import { sort } from "../lax/sorting.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { ReduceOptions, Tensor, TensorLike } from "../tensor/tensor.ts";
import { normalizeAxes } from "./axes.ts";
import { broadcastTo, stack, transpose } from "./movement.ts";
import { floatTensor } from "./operands.ts";
import { numberList } from "./number-list.ts";
import { requireOptions } from "./require-options.ts";
import { received } from "../errors/received.ts";

export type QuantileMethod = "linear" | "lower" | "higher" | "midpoint" | "nearest";

export interface QuantileOptions extends ReduceOptions {
  /** What lies between two elements. Default `linear`. */
  readonly method?: QuantileMethod;
}

/**
 * The value below which a fraction `q` of the elements over `axis` lies; NaN if one of them is.
 *
 * @param q in [0, 1]; several give a new axis in front.
 * @throws ArgumentInvalidError for a `q` outside of [0, 1] and for no elements.
 * @example
 * ```ts
 * await np.quantile(np.array([1, 2, 3, 5]), [0.5, 1]).array(); // => [2.5,5]
 * ```
 */
export function quantile(
  x: TensorLike,
  q: number | readonly number[],
  options: QuantileOptions = {},
): Tensor {
  return quantiles("np.quantile", x, q, 1, options);
}

/**
 * As {@link quantile}, with `q` in percent.
 *
 * @example
 * ```ts
 * await np.percentile(np.array([1, 2, 3, 4]), [0, 50, 100]).array(); // => [1,2.5,4]
 * ```
 */
export function percentile(
  x: TensorLike,
  q: number | readonly number[],
  options: QuantileOptions = {},
): Tensor {
  return quantiles("np.percentile", x, q, 100, options);
}

/**
 * The element in the middle of the sorted ones, or the mean of the two.
 *
 * @example
 * ```ts
 * await np.median(np.array([5, 1, 2])).item(); // => 2
 * ```
 */
export function median(x: TensorLike, options: ReduceOptions = {}): Tensor {
  requireOptions("np.median", options);
  return quantiles("np.median", x, 0.5, 1, { ...options, method: "midpoint" });
}

function quantiles(
  operation: string,
  x: TensorLike,
  q: number | readonly number[],
  whole: number,
  options: QuantileOptions,
): Tensor {
  requireOptions(operation, options, "{ axis, keepdims, method }");
  const { axis, keepdims = false, method = "linear" } = options;
  const operand = floatTensor(operation, x);
  const axes = normalizeAxes(operation, axis, operand);
  const sorted = sortedAtEnd(operation, operand, axes);
  const kept = operand.shape.flatMap((size, i) => (axes.includes(i) ? (keepdims ? [1] : []) : [size]));
  const one = (fraction: number): Tensor => {
    if (!(fraction >= 0 && fraction <= whole)) throw outside(operation, fraction, whole);
    return reshape(between(sorted, Math.fround(fraction / whole), method), kept);
  };
  return typeof q === "number" ? one(q) : stack(numberList(operation, "the fraction", q).map(one));
}

/** The axes as one, the last, sorted; rows with a NaN are NaN throughout. */
function sortedAtEnd(operation: string, x: Tensor, axes: readonly number[]): Tensor {
  const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const size = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  if (size === 0) {
    throw new ArgumentInvalidError({
      operation,
      problem: "no element to choose from",
      expected: "at least one element along the axis",
      received: formatSpec(x.spec),
    });
  }
  const rows = reshape(transpose(x, [...others, ...axes]), [
    ...others.map((axis) => x.shape[axis] ?? 1),
    size,
  ]);
  const last = rows.ndim - 1;
  const hasNaN = reshape(reduceMax(ne(rows, rows), [last]), [...rows.shape.slice(0, -1), 1]);
  const nan = full(rows.shape, Number.NaN, rows.dtype);
  return sort(select(broadcastTo(hasNaN, rows.shape), nan, rows));
}

/** The last axis vanishes. */
function between(sorted: Tensor, q: number, method: QuantileMethod): Tensor {
  const last = sorted.ndim - 1;
  const size = sorted.shape[last] ?? 1;
  const at = (position: number): Tensor => {
    const start = sorted.shape.map((_, axis) => (axis === last ? position : 0));
    const limit = sorted.shape.with(last, position + 1);
    return reshape(slice(sorted, start, limit), sorted.shape.slice(0, -1));
  };
  // In float32, as JAX: the same quantile picks the same elements.
  const position = Math.fround(q * (size - 1));
  const [low, high] = [Math.floor(position), Math.min(size - 1, Math.ceil(position))];
  const weight = Math.fround(position - low);
  const scaled = (x: Tensor, by: number): Tensor => mul(x, full(x.shape, by, x.dtype));
  switch (method) {
    case "lower":
      return at(low);
    case "higher":
      return at(high);
    case "nearest":
      return at(weight <= 0.5 ? low : high);
    case "midpoint":
      return scaled(add(at(low), at(high)), 0.5);
    case "linear":
      return add(scaled(at(low), 1 - weight), scaled(at(high), weight));
    default:
      // Without types it may be any word.
      throw new ArgumentInvalidError({
        operation: "np.quantile",
        problem: "no such method",
        expected: "linear, lower, higher, midpoint or nearest",
        received: received(method),
      });
  }
}

function outside(operation: string, q: number, whole: number): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation,
    problem: "q is no part of the whole",
    expected: `0…${whole}`,
    received: String(q),
  });
}
