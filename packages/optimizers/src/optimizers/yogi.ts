import { yogiOptions, scaleByYogi, type ScaleByYogiOptions } from "../transformations/scale-by-yogi.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type YogiOptions = ScaleByYogiOptions;

/**
 * Yogi (Zaheer et al., 2018): Adam with an average of the squares that moves in steps of their own size.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, yogi } from "@elegy/optimizers";
 *
 * const optimizer = yogi(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [126,275]
 * ```
 */
export function yogi(learningRate: ScalarOrSchedule, options: YogiOptions = {}): GradientTransformation {
  requireLearningRate("yogi", learningRate);
  return chain(scaleByYogi(readOptions("yogi", yogiOptions, options)), scaleByLearningRate(learningRate));
}
