import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * Every element into [−maxDelta, maxDelta].
 *
 * @throws ArgumentInvalidError for a negative `maxDelta`.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { clip } from "@elegy/optimizers";
 *
 * const one = clip(0.75);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [0.75,-0.5]
 * ```
 */
export function clip(maxDelta: Hyperparameter): GradientTransformation<EmptyState> {
  requireHyperparameter("clip", "maxDelta", maxDelta, ranges.notNegative);
  const least = typeof maxDelta === "number" ? -maxDelta : maxDelta.neg();
  return stateless((updates) => mapTensors((u) => u.clip(least, maxDelta), updates));
}
