import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { broadcastInDim, concatenate as join, reshape, rev, slice, transpose } from "../lax/movement.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import type { Axis, Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { array } from "./creation.ts";
import { concatenate } from "./movement.ts";
import { requireOptions } from "./require-options.ts";
import { take } from "./take.ts";
import { numberList } from "./number-list.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface FlatAxisOption {
  /** The flattened tensor if left out. */
  readonly axis?: number;
}

/**
 * Each element several times in a row.
 *
 * @param repeats how many times; a list has a count for each position on the axis.
 * @example
 * ```ts
 * await np.repeat(np.array([1, 2]), 2).array(); // => [1,1,2,2]
 * await np.repeat(np.array([[1, 2]]), [1, 3], { axis: 1 }).array(); // => [[1,2,2,2]]
 * ```
 */
export function repeat(x: Tensor, repeats: number | readonly number[], options: FlatAxisOption = {}): Tensor {
  tensorObject(x, "np.repeat");
  requireOptions("np.repeat", options, "{ axis }");
  const { axis } = options;
  if (axis === undefined) return repeat(reshape(x, [x.size]), repeats, { axis: 0 });
  const place = tensorAxis("np.repeat", axis, x);
  const size = x.shape[place] ?? 0;
  const counts = numberList("np.repeat", "the number of repeats", repeats);
  counts.forEach((count) => requireCount("np.repeat", "the number of repeats", count));
  const [only] = counts;
  if (counts.length === 1 && only !== undefined) {
    const shape = x.shape.toSpliced(place + 1, 0, only);
    const axes = x.shape.map((_, i) => (i <= place ? i : i + 1));
    return reshape(
      broadcastInDim(x, shape, axes),
      x.shape.map((length, i) => (i === place ? length * only : length)),
    );
  }
  if (counts.length !== size) {
    throw new ArgumentInvalidError({
      operation: "np.repeat",
      problem: "the list of repeats does not fit",
      expected: `one count, or ${size}: one for each position on axis ${place}`,
      received: `${counts.length} counts`,
    });
  }
  const positions = counts.flatMap((count, position) => Array.from({ length: count }, () => position));
  return take(x, array(Int32Array.from(positions)), { axis: place, mode: "clip" });
}

/**
 * The whole tensor several times along each axis; axes are added in front where there are too few.
 *
 * @example
 * ```ts
 * await np.tile(np.array([1, 2]), 2).array(); // => [1,2,1,2]
 * np.tile(np.zeros([2, 3]), [4, 1, 2]).shape; // => [4,2,6]
 * ```
 */
export function tile(x: Tensor, reps: number | readonly number[]): Tensor {
  tensorObject(x, "np.tile");
  const given = numberList("np.tile", "the number of repetitions", reps);
  given.forEach((count) => requireCount("np.tile", "the number of repetitions", count));
  const rank = Math.max(x.ndim, given.length);
  const inFront = (list: readonly number[]): number[] => [
    ...Array.from({ length: rank - list.length }, () => 1),
    ...list,
  ];
  const [counts, shape] = [inFront(given), inFront(x.shape)];
  const apart = counts.flatMap((count, i) => [count, shape[i] ?? 1]);
  const spread = broadcastInDim(
    reshape(x, shape),
    apart,
    shape.map((_, i) => 2 * i + 1),
  );
  return reshape(
    spread,
    counts.map((count, i) => count * (shape[i] ?? 1)),
  );
}

/**
 * Elements moved on along an axis; those that leave it at one end come back at the other.
 *
 * @param shift how far, for each of the axes; one number for all of them.
 * @example
 * ```ts
 * await np.roll(np.array([1, 2, 3, 4]), 1).array(); // => [4,1,2,3]
 * ```
 */
export function roll(
  x: Tensor,
  shift: number | readonly number[],
  options: { readonly axis?: Axis } = {},
): Tensor {
  tensorObject(x, "np.roll");
  requireOptions("np.roll", options, "{ axis }");
  const { axis } = options;
  if (axis === undefined) return reshape(roll(reshape(x, [x.size]), shift, { axis: 0 }), x.shape);
  const axes = numberList("np.roll", "the axis", axis);
  const shifts =
    typeof shift === "number" ? axes.map(() => shift) : numberList("np.roll", "the shift", shift);
  if (shifts.length !== axes.length || !shifts.every(Number.isInteger)) {
    throw new ArgumentInvalidError({
      operation: "np.roll",
      problem: "the shifts do not fit",
      expected: `${axes.length} whole numbers, one for each axis`,
      received: `[${shifts.join(",")}]`,
    });
  }
  return axes.reduce((rolled, one, i) => {
    const place = tensorAxis("np.roll", one, x);
    return rolledAlong(rolled, place, shifts[i] ?? 0);
  }, x);
}

function rolledAlong(x: Tensor, axis: number, shift: number): Tensor {
  const size = x.shape[axis] ?? 0;
  const from = size === 0 ? 0 : ((shift % size) + size) % size;
  if (from === 0) return x;
  const part = (start: number, limit: number): Tensor =>
    slice(
      x,
      x.shape.map((_, i) => (i === axis ? start : 0)),
      x.shape.map((length, i) => (i === axis ? limit : length)),
    );
  return join([part(size - from, size), part(0, size - from)], axis);
}

/**
 * Upside down: the first axis reversed.
 *
 * @example
 * ```ts
 * await np.flipud(np.array([[1, 2], [3, 4]])).array(); // => [[3,4],[1,2]]
 * ```
 */
export function flipud(x: Tensor): Tensor {
  return rev(x, [tensorAxis("np.flipud", 0, x)]);
}

/**
 * Left to right: the second axis reversed.
 *
 * @example
 * ```ts
 * await np.fliplr(np.array([[1, 2], [3, 4]])).array(); // => [[2,1],[4,3]]
 * ```
 */
export function fliplr(x: Tensor): Tensor {
  return rev(x, [tensorAxis("np.fliplr", 1, x)]);
}

/**
 * A quarter turn, `k` times, from the first of the axes towards the second.
 *
 * @example
 * ```ts
 * await np.rot90(np.array([[1, 2], [3, 4]])).array(); // => [[2,4],[1,3]]
 * ```
 */
export function rot90(x: Tensor, k = 1, options: { readonly axes?: readonly [number, number] } = {}): Tensor {
  requireOptions("np.rot90", options, "{ axes }");
  const { axes = [0, 1] } = options;
  const [a, b] = axes.map((axis) => tensorAxis("np.rot90", axis, x));
  if (a === undefined || b === undefined || a === b || !Number.isInteger(k)) {
    throw new ArgumentInvalidError({
      operation: "np.rot90",
      problem: a === b ? "the axes are one" : "not a number of quarter turns",
      expected: a === b ? "two axes" : "a whole number",
      received: a === b ? `[${axes.join(",")}]` : String(k),
    });
  }
  const turns = ((k % 4) + 4) % 4;
  if (turns === 0) return x;
  if (turns === 2) return rev(x, [a, b]);
  const swap = x.shape.map((_, i) => (i === a ? b : i === b ? a : i));
  return turns === 1 ? transpose(rev(x, [b]), swap) : rev(transpose(x, swap), [b]);
}

/**
 * `values` behind `x`: along an axis, or both flattened.
 *
 * @example
 * ```ts
 * await np.append(np.array([[1, 2]]), np.array([[3, 4]])).array(); // => [1,2,3,4]
 * await np.append(np.array([[1, 2]]), np.array([[3, 4]]), { axis: 0 }).array(); // => [[1,2],[3,4]]
 * ```
 */
export function append(x: Tensor, values: Tensor, options: FlatAxisOption = {}): Tensor {
  tensorObject(x, "np.append");
  tensorObject(values, "np.append");
  requireOptions("np.append", options, "{ axis }");
  const { axis } = options;
  if (axis !== undefined) return concatenate([x, values], { axis });
  return concatenate([reshape(x, [x.size]), reshape(values, [values.size])]);
}
