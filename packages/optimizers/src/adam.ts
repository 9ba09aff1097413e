import { chain } from "./chain.ts";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { requireLearningRate } from "./require-learning-rate.ts";
import { scaleByAdam, type ScaleByAdamOptions } from "./scale-by-adam.ts";
import { scaleByLearningRate } from "./scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "./schedule.ts";

export type AdamOptions = ScaleByAdamOptions;

/**
 * Adam (Kingma and Ba, 2014): `−learningRate·m̂ / (√(v̂ + epsRoot) + eps)`.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate or `eps`, or decays outside [0, 1).
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { adam, applyUpdates } from "@elegy/optimizers";
 *
 * const optimizer = adam(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates, state] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function adam(learningRate: ScalarOrSchedule, options: AdamOptions = {}): GradientTransformation {
  requireLearningRate("adam", learningRate);
  return chain(scaleByAdam(options), scaleByLearningRate(learningRate));
}
