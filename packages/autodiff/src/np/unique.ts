import { full, iota } from "../lax/creation.ts";
import { cumsum } from "../lax/cumulative.ts";
import * as lax from "../lax/elementwise.ts";
import { scatter } from "../lax/gather-scatter.ts";
import { concatenate, reshape } from "../lax/movement.ts";
import { sort } from "../lax/sorting.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { countOf, placesOf, type SizeOptions } from "./nonzero.ts";
import { tensorOf } from "./operands.ts";
import { part } from "./part.ts";
import { take } from "./take.ts";
import { requireOptions } from "./require-options.ts";

/** What {@link uniqueAll} finds. */
export interface UniqueAll {
  /** The different elements in ascending order: `T[n]`. */
  readonly values: Tensor;
  /** Where each of them comes first in the flattened tensor: `i32[n]`. */
  readonly indices: Tensor;
  /** For each element the place of its value in `values`: `i32` of the shape of x. */
  readonly inverseIndices: Tensor;
  /** How often each of them comes: `i32[n]`. */
  readonly counts: Tensor;
}

/** As {@link SizeOptions}; the filler is the least element by default. */
export type UniqueOptions = SizeOptions;

/**
 * The different elements of the flattened tensor in ascending order: `T[n]`. Every NaN equals every other.
 *
 * @throws ArgumentInvalidError for a traced tensor without `size`.
 * @example
 * ```ts
 * await np.unique(np.array([3, 1, 3])).array(); // => [1,3]
 * await np.unique(np.array([3, 1, 3]), { size: 3, fillValue: 0 }).array(); // => [1,3,0]
 * ```
 */
export function unique(x: TensorLike, options: UniqueOptions = {}): Tensor {
  return found("np.unique", x, options).values;
}

/**
 * The different elements, where they come first, where each element's value is, and how often it comes.
 *
 * @throws ArgumentInvalidError for a traced tensor without `size`.
 * @example
 * ```ts
 * const { values, counts, inverseIndices } = np.uniqueAll(np.array([7, 5, 7]));
 * await values.array(); // => [5,7]
 * await counts.array(); // => [1,2]
 * await inverseIndices.array(); // => [1,0,1]
 * ```
 */
export function uniqueAll(x: TensorLike, options: UniqueOptions = {}): UniqueAll {
  return found("np.uniqueAll", x, options);
}

function found(operation: string, x: TensorLike, options: UniqueOptions): UniqueAll {
  requireOptions(operation, options, "{ size, fillValue }");
  const { size, fillValue } = options;
  const tensor = tensorOf(operation, x);
  const length = tensor.size;
  const flat = reshape(tensor, [length]);
  const [sorted, order] = sort([flat, iota("int32", length)], { numKeys: 1 });
  const first = startsOf(sorted);
  const count = size ?? countOf(operation, first);
  requireCount(operation, "size", count);
  const starts = placesOf(first, count);
  const ends = concatenate(
    [part(starts, 0, Math.min(1, count), count), full([Math.min(1, count)], length, "int32")],
    0,
  );
  const known = lax.lt(starts, full([count], length, "int32"));

  const at = (list: Tensor, places: Tensor): Tensor =>
    length === 0 ? full(places.shape, 0, list.dtype) : take(list, places, { axis: 0, mode: "clip" });
  const least = at(sorted, full([count], 0, "int32"));
  const filler = fillValue === undefined ? least : full([count], fillValue, sorted.dtype);
  const ranks = lax.sub(cumsum(lax.convertElementType(first, "int32"), 0), full([length], 1, "int32"));
  const inverse = scatter(
    full([length], 0, "int32"),
    reshape(order, [length, 1]),
    ranks,
    { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] },
    { mode: "drop" },
  );
  return {
    values: lax.select(known, at(sorted, starts), filler),
    indices: at(order, lax.select(known, starts, full([count], 0, "int32"))),
    inverseIndices: reshape(inverse, tensor.shape),
    counts: lax.sub(ends, starts),
  };
}

/** Whether an element of the sorted ones differs from the one before. */
function startsOf(sorted: Tensor): Tensor {
  const length = sorted.size;
  const [later, earlier] = [
    part(sorted, 0, Math.min(1, length), length),
    part(sorted, 0, 0, Math.max(0, length - 1)),
  ];
  const bothNaN = lax.bitwiseAnd(lax.ne(later, later), lax.ne(earlier, earlier));
  const differs = lax.bitwiseAnd(lax.ne(later, earlier), lax.bitwiseNot(bothNaN));
  return concatenate([full([Math.min(1, length)], true, "bool"), differs], 0);
}
