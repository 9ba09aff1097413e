import {
  amsgradOptions,
  scaleByAmsgrad,
  type ScaleByAmsgradOptions,
} from "../transformations/scale-by-amsgrad.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type AmsgradOptions = ScaleByAmsgradOptions;

/**
 * AMSGrad (Reddi et al., 2018): Adam with the largest average of the squares so far.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, amsgrad } from "@elegy/optimizers";
 *
 * const optimizer = amsgrad(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function amsgrad(
  learningRate: ScalarOrSchedule,
  options: AmsgradOptions = {},
): GradientTransformation {
  requireLearningRate("amsgrad", learningRate);
  return chain(
    scaleByAmsgrad(readOptions("amsgrad", amsgradOptions, options)),
    scaleByLearningRate(learningRate),
  );
}
