import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { WindowParams } from "../primitive/params.ts";
import { reduceWindowMaxP } from "../primitives/reduce-window-max.ts";
import { reduceWindowMinP } from "../primitives/reduce-window-min.ts";
import { reduceWindowSumP } from "../primitives/reduce-window-sum.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Reduction = (x: Tensor, params: WindowParams) => Tensor;

/**
 * The sum of each position of a window; padding counts as 0.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[1, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowSum(np.array([1, 2, 3]), { windowDimensions: [2], ...one }).array(); // => [1,3,5]
 * ```
 */
export const reduceWindowSum: Reduction = (x, params) => bindPrimitive1(reduceWindowSumP, [x], params);

/**
 * The largest element of each position of a window; padding counts as −∞.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowMax(np.array([1, 3, 2]), { windowDimensions: [2], ...one }).array(); // => [3,3]
 * ```
 */
export const reduceWindowMax: Reduction = (x, params) => bindPrimitive1(reduceWindowMaxP, [x], params);

/**
 * The smallest element of each position of a window; padding counts as ∞.
 *
 * @example
 * ```ts
 * const one = { windowStrides: [1], padding: [[0, 0]], baseDilation: [1], windowDilation: [1] };
 * await lax.reduceWindowMin(np.array([1, 3, 2]), { windowDimensions: [2], ...one }).array(); // => [1,2]
 * ```
 */
export const reduceWindowMin: Reduction = (x, params) => bindPrimitive1(reduceWindowMinP, [x], params);
