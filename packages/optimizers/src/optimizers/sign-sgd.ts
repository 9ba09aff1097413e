import { scaleBySign } from "../transformations/scale-by-sign.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

/**
 * Descent by the signs of the gradients (Bernstein et al., 2018): every step has one size.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, signSgd } from "@elegy/optimizers";
 *
 * const optimizer = signSgd(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function signSgd(learningRate: ScalarOrSchedule): GradientTransformation {
  requireLearningRate("signSgd", learningRate);
  return chain(scaleBySign(), scaleByLearningRate(learningRate));
}
