import { bindPrimitive } from "../interpreters/stack.ts";
import { sortP } from "../primitives/sort.ts";
import { topKP } from "../primitives/top-k.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";

export interface SortOptions {
  /** Default −1, the last. */
  readonly dimension?: number;
  /** How many of the operands, the first ones, are compared. Default 1. */
  readonly numKeys?: number;
  /** Whether elements with equal keys keep their order. Default `true`. */
  readonly isStable?: boolean;
}

/**
 * The elements in ascending order along a dimension. NaN comes last, and −0 equals 0.
 *
 * @example
 * ```ts
 * await lax.sort(np.array([3, 1, 2])).array(); // => [1,2,3]
 * ```
 */
export function sort(operand: Tensor, options?: SortOptions): Tensor;

/**
 * Operands of one shape sorted together: by the first, among its equals by the second, up to `numKeys`.
 *
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const [keys, values] = lax.sort([np.array([3, 1, 2]), np.array([30, 10, 20])]);
 * await values.array(); // => [10,20,30]
 * ```
 */
export function sort<const T extends readonly Tensor[]>(
  operands: T,
  options?: SortOptions,
): { [K in keyof T]: Tensor };
export function sort(
  operands: Tensor | readonly Tensor[],
  options: SortOptions = {},
): Tensor | readonly Tensor[] {
  requireOptions("lax.sort", options, "{ dimension, numKeys, isStable }");
  const { dimension = -1, numKeys = 1, isStable = true } = options;
  const list: readonly Tensor[] = isOne(operands) ? [operands] : operands;
  const rank = list[0]?.ndim ?? 0;
  const sorted = bindPrimitive(sortP, list, {
    dimension: dimension < 0 ? dimension + rank : dimension,
    numKeys,
    isStable,
  });
  return isOne(operands) ? (sorted[0] ?? operands) : sorted;
}

function isOne(operands: Tensor | readonly Tensor[]): operands is Tensor {
  return !Array.isArray(operands);
}

/**
 * Sorts both by the keys along a dimension; equal keys keep their order.
 *
 * @example
 * ```ts
 * const [keys, values] = lax.sortKeyVal(np.array([2, 1, 2]), np.array([10, 20, 30]));
 * await keys.array(); // => [1,2,2]
 * await values.array(); // => [20,10,30]
 * ```
 */
export function sortKeyVal(
  keys: Tensor,
  values: Tensor,
  options: Pick<SortOptions, "dimension" | "isStable"> = {},
): readonly [keys: Tensor, values: Tensor] {
  return sort([keys, values], { ...options, numKeys: 1 });
}

/**
 * The `k` largest elements along the last axis, descending, and where they stand: `[T[…, k], i32[…, k]]`. Of equal elements
 * the first comes first; NaN counts as largest.
 *
 * @throws ArgumentInvalidError if there are fewer than `k`.
 * @example
 * ```ts
 * const [values, indices] = lax.topK(np.array([1, 5, 3]), 2);
 * await values.array(); // => [5,3]
 * await indices.array(); // => [1,2]
 * ```
 */
export function topK(x: Tensor, k: number): readonly [values: Tensor, indices: Tensor] {
  const [values, indices] = bindPrimitive(topKP, [x], { k });
  if (values === undefined || indices === undefined) throw new Error("topK has two results");
  return [values, indices];
}
