import {
  beliefOptions,
  scaleByBelief,
  type ScaleByBeliefOptions,
} from "../transformations/scale-by-belief.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type AdabeliefOptions = ScaleByBeliefOptions;

/**
 * AdaBelief (Zhuang et al., 2020): Adam with the squares of what its average of the gradients did not foresee.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adabelief } from "@elegy/optimizers";
 *
 * const optimizer = adabelief(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [122,278]
 * ```
 */
export function adabelief(
  learningRate: ScalarOrSchedule,
  options: AdabeliefOptions = {},
): GradientTransformation {
  requireLearningRate("adabelief", learningRate);
  return chain(
    scaleByBelief(readOptions("adabelief", beliefOptions, options)),
    scaleByLearningRate(learningRate),
  );
}
