import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { foriLoop } from "../lax/control/fori-loop.ts";
import { stopGradient } from "../lax/composed.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { scatterAdd } from "../lax/gather-scatter.ts";
import { broadcastInDim, reshape } from "../lax/movement.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { commonDType, floatTensor, tensorOf } from "./operands.ts";
import { part } from "./part.ts";
import { take } from "./take.ts";
import { requireOptions } from "./require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface SearchsortedOptions {
  /** Before (`"left"`, the default) or behind (`"right"`) elements that equal the value. */
  readonly side?: "left" | "right";
}

/**
 * Where values would have to be inserted to keep a vector in order: `i32` of the shape of the values. NaN is behind all.
 *
 * @param sorted `T[n]` in ascending order.
 * @throws ShapeMismatchError unless `sorted` is a vector.
 * @example
 * ```ts
 * await np.searchsorted(np.array([1, 2, 2, 3]), np.array([2, 9])).array(); // => [1,4]
 * await np.searchsorted(np.array([1, 2, 2, 3]), 2, { side: "right" }).item(); // => 3
 * ```
 */
export function searchsorted(sorted: Tensor, values: TensorLike, options: SearchsortedOptions = {}): Tensor {
  tensorObject(sorted, "np.searchsorted");
  requireOptions("np.searchsorted", options, "{ side }");
  const { side = "left" } = options;
  const operation = "np.searchsorted";
  if (sorted.ndim !== 1) throw noVector(operation, sorted);
  if (side !== "left" && side !== "right") {
    throw new ArgumentInvalidError({
      operation,
      problem: "no such side",
      expected: '"left" or "right"',
      received: JSON.stringify(side),
    });
  }
  const dtype = commonDType(operation, [sorted, values]);
  const wanted = lax.convertElementType(tensorOf(operation, values), dtype);
  const list = lax.convertElementType(sorted, dtype);
  const number = (value: number): Tensor => full(wanted.shape, value, "int32");
  if (list.size === 0 || wanted.size === 0) return number(0);
  const before = (x: Tensor, y: Tensor): Tensor =>
    isFloat(dtype) ? lax.bitwiseOr(lax.lt(x, y), lax.bitwiseAnd(lax.eq(x, x), lax.ne(y, y))) : lax.lt(x, y);
  // Half of what is left, in each step.
  const steps = Math.ceil(Math.log2(list.size + 1));
  const { low } = foriLoop(
    0,
    steps,
    (_, { low: least, high }) => {
      const middle = lax.div(lax.add(least, high), number(2));
      const element = take(list, middle, { axis: 0, mode: "clip" });
      const further = side === "left" ? before(element, wanted) : lax.bitwiseNot(before(wanted, element));
      const open = lax.lt(least, high);
      return {
        low: lax.select(lax.bitwiseAnd(open, further), lax.add(middle, number(1)), least),
        high: lax.select(lax.bitwiseAnd(open, lax.bitwiseNot(further)), middle, high),
      };
    },
    { low: number(0), high: number(list.size) },
  );
  return low;
}

export interface DigitizeOptions {
  /** Whether a bin contains its right edge instead of its left one. Default `false`. */
  readonly right?: boolean;
}

/**
 * The bin that each element falls into: `i32`, 0 below the first edge, `edges.size` beyond the last.
 *
 * @param edges `T[n]`, ascending.
 * @example
 * ```ts
 * await np.digitize(np.array([0.5, 1, 7]), np.array([0, 1, 5])).array(); // => [1,2,3]
 * ```
 */
export function digitize(x: TensorLike, edges: Tensor, options: DigitizeOptions = {}): Tensor {
  tensorObject(edges, "np.digitize");
  requireOptions("np.digitize", options, "{ right }");
  const { right = false } = options;
  return searchsorted(edges, x, { side: right ? "left" : "right" });
}

export interface BincountOptions {
  /** Of each element, instead of 1: `T[n]`. */
  readonly weights?: Tensor;
}

/**
 * How often each of the numbers `0…length − 1` comes: `i32[length]`, or the sums of their weights. Other numbers do not count.
 *
 * @param x whole numbers, `i32[n]`.
 * @example
 * ```ts
 * await np.bincount(np.array([0, 2, 2]), 4).array(); // => [1,0,2,0]
 * ```
 */
export function bincount(x: Tensor, length: number, options: BincountOptions = {}): Tensor {
  tensorObject(x, "np.bincount");
  requireOptions("np.bincount", options, "{ weights }");
  const { weights } = options;
  const operation = "np.bincount";
  requireCount(operation, "length", length);
  if (x.ndim !== 1 || (weights && (weights.ndim !== 1 || weights.size !== x.size))) {
    throw noVector(operation, weights ?? x);
  }
  if (isFloat(x.dtype)) {
    throw new ArgumentInvalidError({
      operation,
      problem: "the elements are not whole numbers",
      expected: "i32 or u32",
      received: formatSpec(x.spec),
      hint: 'Convert them: x.astype("int32").',
    });
  }
  const each = weights ?? full(x.shape, 1, "int32");
  return scatterAdd(
    full([length], 0, each.dtype),
    reshape(lax.convertElementType(x, "int32"), [x.size, 1]),
    each,
    { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] },
    { mode: "drop" },
  );
}

export interface InterpOptions {
  /** Below the first point. Default: the value there. */
  readonly left?: number;
  /** Beyond the last point. Default: the value there. */
  readonly right?: number;
}

/**
 * Linear interpolation between points, constant outside.
 *
 * @param xp where the points are, ascending: `f32[n]`. @param fp their values: `f32[n]`.
 * @returns the shape of x.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const [xp, fp] = [np.array([1, 2, 4]), np.array([10, 20, 0])];
 * await np.interp(np.array([0, 1.5, 3]), xp, fp).array(); // => [10,15,10]
 * ```
 */
export function interp(x: TensorLike, xp: Tensor, fp: Tensor, options: InterpOptions = {}): Tensor {
  requireOptions("np.interp", options, "{ left, right }");
  const { left, right } = options;
  const operation = "np.interp";
  const [operand, places, values] = [x, xp, fp].map((y) => floatTensor(operation, y)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  if (places.ndim !== 1 || values.ndim !== 1 || places.size !== values.size || places.size === 0) {
    throw noVector(operation, places.ndim === 1 && places.size > 0 ? values : places);
  }
  const count = places.size;
  if (count === 1) return broadcastInDim(reshape(values, []), operand.shape, []);
  const number = (value: number): Tensor => full(operand.shape, value, "int32");
  const behind = searchsorted(places, stopGradient(operand), { side: "right" });
  const high = lax.min(lax.max(behind, number(1)), number(count - 1));
  const low = lax.sub(high, number(1));
  const at = (list: Tensor, i: Tensor): Tensor => take(list, i, { axis: 0, mode: "clip" });
  const [x0, x1, y0, y1] = [at(places, low), at(places, high), at(values, low), at(values, high)];
  const [width, zero] = [lax.sub(x1, x0), full(operand.shape, 0, operand.dtype)];
  const same = lax.eq(width, zero);
  const share = lax.div(lax.sub(operand, x0), lax.select(same, full(operand.shape, 1, width.dtype), width));
  const inside = lax.select(same, y0, lax.add(y0, lax.mul(share, lax.sub(y1, y0))));
  const end = (value: number | undefined, position: number): Tensor =>
    value === undefined
      ? broadcastInDim(reshape(part(values, 0, position, position + 1), []), operand.shape, [])
      : full(operand.shape, value, operand.dtype);
  const edge = (position: number): Tensor =>
    broadcastInDim(reshape(part(places, 0, position, position + 1), []), operand.shape, []);
  const upper = lax.select(lax.gt(operand, edge(count - 1)), end(right, count - 1), inside);
  return lax.select(lax.lt(operand, edge(0)), end(left, 0), upper);
}

function noVector(operation: string, x: Tensor): ShapeMismatchError {
  return new ShapeMismatchError({
    operation,
    problem: "no vector, or vectors of different sizes",
    expected: "one axis, and equal sizes",
    received: formatSpec(x.spec),
  });
}
