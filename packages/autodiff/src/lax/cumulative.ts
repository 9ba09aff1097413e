import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { CumulativeParams } from "../primitive/params.ts";
import type { Primitive } from "../primitive/primitive.ts";
import { cummaxP } from "../primitives/cummax.ts";
import { cumminP } from "../primitives/cummin.ts";
import { cumprodP } from "../primitives/cumprod.ts";
import { cumsumP } from "../primitives/cumsum.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { associativeScan } from "./associative-scan.ts";
import { logaddexp } from "./composed.ts";
import { requireOptions } from "../np/require-options.ts";

export interface CumulativeOptions {
  /** From the end of the axis to its start. Default `false`. */
  readonly reverse?: boolean;
}

type Cumulative = (x: Tensor, axis: number, options?: CumulativeOptions) => Tensor;

const cumulative =
  (primitive: Primitive<CumulativeParams>): Cumulative =>
  (x, axis, { reverse = false } = {}) =>
    bindPrimitive1(primitive, [x], { axis, reverse });

/**
 * Σ of each element and those before it along `axis`.
 *
 * @example
 * ```ts
 * await lax.cumsum(np.array([[1, 2], [3, 4]]), 1).array(); // => [[1,3],[3,7]]
 * await lax.cumsum(np.array([1, 2, 3]), 0, { reverse: true }).array(); // => [6,5,3]
 * ```
 */
export const cumsum: Cumulative = cumulative(cumsumP);

/**
 * Π of each element and those before it along `axis`.
 *
 * @example
 * ```ts
 * await lax.cumprod(np.array([2, 3, 4]), 0).array(); // => [2,6,24]
 * ```
 */
export const cumprod: Cumulative = cumulative(cumprodP);

/**
 * The largest element so far along `axis`; NaN from the first NaN on.
 *
 * @example
 * ```ts
 * await lax.cummax(np.array([1, 3, 2, 5]), 0).array(); // => [1,3,3,5]
 * ```
 */
export const cummax: Cumulative = cumulative(cummaxP);

/**
 * The smallest element so far along `axis`; NaN from the first NaN on.
 *
 * @example
 * ```ts
 * await lax.cummin(np.array([4, 2, 3, 1]), 0, { reverse: true }).array(); // => [1,1,1,1]
 * ```
 */
export const cummin: Cumulative = cumulative(cumminP);

/**
 * ln Σ eˣ of each element and those before it along `axis`, without overflow.
 *
 * @example
 * ```ts
 * await lax.cumlogsumexp(np.array([1000.5, 1000.5]), 0).array(); // => [1000.5,1001.19]
 * ```
 */
export function cumlogsumexp(x: Tensor, axis: number, options: CumulativeOptions = {}): Tensor {
  requireOptions("lax.cumlogsumexp", options, "{ reverse }");
  const { reverse = false } = options;
  const [result] = associativeScan(
    ([earlier], [later]) => {
      if (!earlier || !later) throw new Error("one component runs");
      return [logaddexp(earlier, later)];
    },
    [x],
    { axis, reverse },
  );
  return result ?? x;
}
