import { radamOptions, scaleByRadam, type ScaleByRadamOptions } from "../transformations/scale-by-radam.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type RadamOptions = ScaleByRadamOptions;

/**
 * RAdam (Liu et al., 2020): Adam that begins as descent with momentum, until its average of the squares is reliable.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, radam } from "@elegy/optimizers";
 *
 * const optimizer = radam(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [148,437]
 * ```
 */
export function radam(learningRate: ScalarOrSchedule, options: RadamOptions = {}): GradientTransformation {
  requireLearningRate("radam", learningRate);
  return chain(scaleByRadam(readOptions("radam", radamOptions, options)), scaleByLearningRate(learningRate));
}
