import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { broadcastedIota } from "../lax/creation.ts";
import { reshape, rev } from "../lax/movement.ts";
import * as lax from "../lax/sorting.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { broadcastTo } from "./movement.ts";
import { requireOptions } from "./require-options.ts";
import { requireList } from "./require-list.ts";

export interface OrderOptions {
  /** Default −1, the last; `null`: the flattened tensor. */
  readonly axis?: number | null;
  /** The largest first. Default `false`. */
  readonly descending?: boolean;
  /** Whether equal elements keep their order. Default `true`. */
  readonly stable?: boolean;
}

interface Ordered {
  readonly tensor: Tensor;
  readonly dimension: number;
}

function along(operation: string, x: Tensor, axis: number | null): Ordered {
  if (axis === null) return { tensor: reshape(x, [x.size]), dimension: 0 };
  return { tensor: x, dimension: tensorAxis(operation, axis, x) };
}

/**
 * The elements in ascending order along an axis, NaN last.
 *
 * @example
 * ```ts
 * await np.sort(np.array([3, 1, 2]), { descending: true }).array(); // => [3,2,1]
 * ```
 */
export function sort(x: Tensor, options: OrderOptions = {}): Tensor {
  requireOptions("np.sort", options, "{ axis, descending, stable }");
  const { axis = -1, descending = false, stable = true } = options;
  const { tensor, dimension } = along("np.sort", x, axis);
  const sorted = lax.sort(tensor, { dimension, isStable: stable });
  return descending ? rev(sorted, [dimension]) : sorted;
}

/**
 * Where the elements of the sorted tensor stand: `i32`.
 *
 * @example
 * ```ts
 * await np.argsort(np.array([3, 1, 2])).array(); // => [1,2,0]
 * ```
 */
export function argsort(x: Tensor, options: OrderOptions = {}): Tensor {
  requireOptions("np.argsort", options, "{ axis, descending, stable }");
  const { axis = -1, descending = false, stable = true } = options;
  const { tensor, dimension } = along("np.argsort", x, axis);
  const places = broadcastedIota("int32", tensor.shape, dimension);
  // Backwards there and back: equal elements keep their order.
  const turned = (operand: Tensor): Tensor => (descending ? rev(operand, [dimension]) : operand);
  const [, indices] = lax.sortKeyVal(turned(tensor), turned(places), { dimension, isStable: stable });
  return turned(indices);
}

/**
 * The order by several keys: by the last one, among its equals by the one before, and so on.
 *
 * @param keys tensors that broadcast to one shape.
 * @returns `i32` of that shape.
 * @example
 * ```ts
 * const [surnames, names] = [np.array([1, 0, 1]), np.array([2, 3, 1])];
 * await np.lexsort([names, surnames]).array(); // => [1,2,0]
 * ```
 */
export function lexsort(keys: readonly Tensor[], options: { readonly axis?: number } = {}): Tensor {
  requireOptions("np.lexsort", options, "{ axis }");
  const { axis = -1 } = options;
  requireList("np.lexsort", keys);
  const largest = keys.reduce<Tensor | null>((a, b) => (a && a.ndim >= b.ndim ? a : b), null);
  if (largest === null) {
    throw new ArgumentInvalidError({
      operation: "np.lexsort",
      problem: "no keys",
      expected: "at least one tensor",
      received: "none",
    });
  }
  const dimension = tensorAxis("np.lexsort", axis, largest);
  const places = broadcastedIota("int32", largest.shape, dimension);
  const operands = keys.toReversed().map((key) => broadcastTo(key, largest.shape));
  const sorted = lax.sort([...operands, places], { dimension, numKeys: keys.length });
  return sorted.at(-1) ?? places;
}
