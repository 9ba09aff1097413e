import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { leafRms } from "../trees/norms.ts";

/**
 * Each update so that its root mean square is at most `threshold`.
 *
 * @throws ArgumentInvalidError for a `threshold` that is not positive.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { clipByBlockRms } from "@elegy/optimizers";
 *
 * const one = clipByBlockRms(1);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([1, -7.5]), one.init(params), params);
 * await updates.array(); // => [0.186908,-1.40181]
 * ```
 */
export function clipByBlockRms(threshold: Hyperparameter): GradientTransformation<EmptyState> {
  requireHyperparameter("clipByBlockRms", "threshold", threshold, ranges.positive);
  return stateless((updates) => mapTensors((u) => u.div(np.maximum(leafRms(u).div(threshold), 1)), updates));
}
