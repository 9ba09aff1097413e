import { bind1 } from "../interpreters/stack.ts";
import { constant, full } from "../lax/creation.ts";
import { add, div, max, min, mul, neg, pow, select } from "../lax/elementwise.ts";
import * as lax from "../lax/gather-scatter.ts";
import { broadcastInDim, concatenate, pad, reshape, rev, slice } from "../lax/movement.ts";
import {
  type GetOptions,
  type Index,
  type IndexedTensor,
  isTensor,
  type Tensor,
  type TensorLike,
  type UpdateOptions,
} from "../tensor/tensor.ts";
import { type IndexPlan, planIndex } from "./index-plan.ts";
import { broadcastTo } from "./movement.ts";
import { broadcastTrailing, tensorOf } from "./operands.ts";
import type { Positions } from "./slice.ts";
import { valueFor } from "./update-value.ts";

/**
 * The elements at an index, NumPy's `x[…]`; see {@link Index}.
 *
 * @throws IndexOutOfRangeError for a position that is known to be out of range. Unseen ones, in a traced tensor, are
 * clipped.
 * @example
 * ```ts
 * const x = np.array([[1, 2, 3], [4, 5, 6]]);
 * await x.get(-1).array(); // => [4,5,6]
 * await x.get(":", "::2").array(); // => [[1,3],[4,6]]
 * await x.get([1, 0], [0, 2]).array(); // => [4,3]
 * await x.get(x.greater(4)).array(); // => [5,6]
 * ```
 */
export function get(x: Tensor, ...index: Index[]): Tensor {
  return read("get", x, index, {});
}

/**
 * The elements at an index, to be read or replaced in a copy: what JAX writes `x.at[…].set(v)`.
 *
 * @throws IndexOutOfRangeError for a position that is known to be out of range, unless a mode is given. Updates at
 * unseen ones, in a traced tensor, are dropped.
 * @example
 * ```ts
 * const x = np.array([1, 2, 3]);
 * await x.at(1).set(9).array(); // => [1,9,3]
 * await x.at("1:").add(np.array([10, 20])).array(); // => [1,12,23]
 * await x.at([0, 0, 2]).add(1).array(); // => [3,2,4]
 * await x.at(7).get({ mode: "clip" }).array(); // => 3
 * ```
 */
export function at(x: Tensor, ...index: Index[]): IndexedTensor {
  const updating =
    (name: UpdateName) =>
    (value: TensorLike, options: UpdateOptions = {}): Tensor =>
      update(name, x, index, value, options);
  return {
    get: (options: GetOptions = {}) => read("at(…).get", x, index, options),
    set: updating("set"),
    add: updating("add"),
    sub: (value, options = {}) => {
      const operand = valueFor("at(…).sub", x, value);
      return update("add", x, index, neg(operand), options);
    },
    mul: updating("mul"),
    // Divisors and exponents of one position are multiplied first.
    div: (value, options = {}) => div(x, update("mul", ones("at(…).div", x), index, value, options)),
    pow: (value, options = {}) => pow(x, update("mul", ones("at(…).pow", x), index, value, options)),
    min: updating("min"),
    max: updating("max"),
  };
}

function ones(operation: string, x: Tensor): Tensor {
  const like = tensorOf(operation, x);
  return full(like.shape, 1, like.dtype);
}

type UpdateName = "set" | "add" | "mul" | "min" | "max";

interface Update {
  /** At positions that are all different. */
  readonly combine: (old: Tensor, value: Tensor) => Tensor;
  readonly scatter: lax.Scatter;
}

const UPDATES: Readonly<Record<UpdateName, Update>> = {
  set: { combine: (_, value) => value, scatter: lax.scatter },
  add: { combine: add, scatter: lax.scatterAdd },
  mul: { combine: mul, scatter: lax.scatterMul },
  min: { combine: min, scatter: lax.scatterMin },
  max: { combine: max, scatter: lax.scatterMax },
};

function read(operation: string, x: Tensor, index: readonly Index[], options: GetOptions): Tensor {
  const { fillValue } = options;
  const mode = options.mode ?? (fillValue === undefined ? undefined : "fill");
  const plan = planIndex(operation, x.spec, index, mode === undefined);
  const part = partOf(x, plan);
  if (plan.arrays.length === 0) return reshape(part, plan.shape);
  const axes = arrayAxes(plan);
  const taken = lax.gather(
    part,
    indexVectors(plan),
    { offsetDims: windowDims(plan), collapsedSliceDims: axes, startIndexMap: axes },
    part.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
    { mode: mode ?? "clip", ...(fillValue === undefined ? {} : { fillValue }) },
  );
  return reshape(taken, plan.shape);
}

function update(
  name: UpdateName,
  x: Tensor,
  index: readonly Index[],
  value: TensorLike,
  { mode }: UpdateOptions,
): Tensor {
  const operation = `at(…).${name}`;
  const operand = valueFor(operation, x, value);
  const { combine, scatter } = UPDATES[name];
  const [mask] = index;
  if (index.length === 1 && isTensor(mask) && mask.dtype === "bool" && operand.ndim === 0 && leads(mask, x)) {
    // One value for all of them: the shape of the result does not depend on the mask.
    const everywhere = broadcastInDim(
      mask,
      x.shape,
      mask.shape.map((_, axis) => axis),
    );
    return select(everywhere, combine(x, broadcastTrailing(operand, x.shape)), x);
  }
  const plan = planIndex(operation, x.spec, index, mode === undefined);
  const part = partOf(x, plan);
  const values = broadcastTo(operand, plan.shape);
  if (plan.arrays.length === 0) return putBack(x, plan, combine(part, reshape(values, part.shape)));
  const axes = arrayAxes(plan);
  const windows = windowDims(plan);
  const updated = scatter(
    part,
    indexVectors(plan),
    reshape(values, updatesShape(plan)),
    { updateWindowDims: windows, insertedWindowDims: axes, scatterDimsToOperandDims: axes },
    { mode: mode ?? "drop" },
  );
  return putBack(x, plan, updated);
}

function leads(mask: Tensor, x: Tensor): boolean {
  return mask.ndim > 0 && mask.ndim <= x.ndim && mask.shape.every((size, axis) => size === x.shape[axis]);
}

/** What the slices and numbers of an index leave of the tensor; an axis with a number has size 1. */
function partOf(x: Tensor, { parts }: IndexPlan): Tensor {
  const forward = parts.map(ascending);
  const taken = slice(
    x,
    forward.map(({ start }) => start),
    forward.map(({ start, step, count }) => start + (count - 1) * step + 1),
    forward.map(({ step }) => step),
  );
  return rev(taken, reversedAxes(parts));
}

/** The same positions from the first to the last on the axis. */
function ascending({ start, step, count }: Positions): Positions {
  if (count < 2) return { start: count === 0 ? 0 : start, step: 1, count };
  return { start: step > 0 ? start : start + (count - 1) * step, step: Math.abs(step), count };
}

/** The tensor with that part replaced. */
function putBack(x: Tensor, { parts }: IndexPlan, part: Tensor): Tensor {
  const updates = rev(part, reversedAxes(parts));
  if (part.size === 0) return x;
  const forward = parts.map(ascending);
  if (forward.every(({ step }) => step === 1)) {
    if (updates.size === x.size) return updates;
    const positions = forward.map(({ start }) => constant(start, "int32"));
    return bind1("dynamicUpdateSlice", [x, updates, ...positions], {});
  }
  const widths = forward.map(({ start, step, count }, axis) => {
    const behind = (x.shape[axis] ?? 0) - start - (count - 1) * step - 1;
    return [start, behind, step - 1] as const;
  });
  const there = pad(full(updates.shape, true, "bool"), constant(false, "bool"), widths);
  return select(there, pad(updates, constant(0, x.dtype), widths), x);
}

function reversedAxes(parts: IndexPlan["parts"]): number[] {
  return parts.flatMap(({ step, count }, axis) => (step < 0 && count > 1 ? [axis] : []));
}

function arrayAxes({ arrays }: IndexPlan): number[] {
  return arrays.map(({ axis }) => axis);
}

/** `i32[...arrayShape, arrays]` */
function indexVectors({ arrays, arrayShape }: IndexPlan): Tensor {
  const columns = arrays.map(({ indices }) =>
    reshape(broadcastTrailing(indices, arrayShape), [...arrayShape, 1]),
  );
  return concatenate(columns, arrayShape.length);
}

/** The axes of the taken elements that are not those of the index tensors. */
function windowDims({ parts, arrays, arrayShape, before }: IndexPlan): number[] {
  return Array.from({ length: parts.length - arrays.length }, (_, i) =>
    i < before ? i : i + arrayShape.length,
  );
}

function updatesShape({ parts, arrays, arrayShape, before }: IndexPlan): number[] {
  const axes = parts.filter((_, axis) => arrays.every((array) => array.axis !== axis));
  const sizes = axes.map(({ count }) => count);
  return [...sizes.slice(0, before), ...arrayShape, ...sizes.slice(before)];
}
