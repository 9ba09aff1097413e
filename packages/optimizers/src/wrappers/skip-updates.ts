import type { Tensor } from "@elegy/autodiff";
import { ranges, requireNumber } from "../options/require-number.ts";
import { globalNorm } from "../trees/norms.ts";
import { isAllFinite } from "./finite.ts";

/** Whether gradients are left out of an accumulation, `bool[]`: see `accumulateGradients`. */
export type ShouldSkip = (gradients: unknown) => Tensor;

/**
 * Leaves out gradients with NaN or infinity: for `accumulateGradients`.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { skipNotFinite } from "@elegy/optimizers";
 *
 * await skipNotFinite({ w: np.array([1, NaN]) }).item(); // => 1
 * ```
 */
export function skipNotFinite(gradients: unknown): Tensor {
  return isAllFinite(gradients).logicalNot();
}

/**
 * Leaves out gradients whose common norm is not below `√maxSquaredNorm`: for `accumulateGradients`.
 *
 * @throws ArgumentInvalidError for a bound that is not positive.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { skipLargeUpdates } from "@elegy/optimizers";
 *
 * await skipLargeUpdates(1)({ w: np.array([3, 4]).astype("float32") }).item(); // => 1
 * ```
 */
export function skipLargeUpdates(maxSquaredNorm: number): ShouldSkip {
  requireNumber("skipLargeUpdates", "maxSquaredNorm", maxSquaredNorm, ranges.positive);
  // Not "is above": NaN is neither above nor below.
  return (gradients) => globalNorm(gradients).square().less(maxSquaredNorm).logicalNot();
}
