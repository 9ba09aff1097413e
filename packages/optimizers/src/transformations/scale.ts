import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * `factor·u`.
 *
 * @throws ArgumentInvalidError for a factor that is not finite.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scale } from "@elegy/optimizers";
 *
 * const one = scale(-0.5);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([2.5, 4]), one.init(params), params);
 * await updates.array(); // => [-1.25,-2]
 * ```
 */
export function scale(factor: Hyperparameter): GradientTransformation<EmptyState> {
  requireHyperparameter("scale", "factor", factor, ranges.finite);
  return stateless((updates) => mapTensors((u) => u.mul(factor), updates));
}
