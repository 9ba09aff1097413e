import { readOptions } from "../options/read-options.ts";
import { adamOptions, scaleByAdam, type ScaleByAdamOptions } from "../transformations/scale-by-adam.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type NadamOptions = Omit<ScaleByAdamOptions, "nesterov">;

const { nesterov: _, ...nadamOptions } = adamOptions;

/**
 * NAdam (Dozat, 2016): Adam that looks one update ahead.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, nadam } from "@elegy/optimizers";
 *
 * const optimizer = nadam(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [113,287]
 * ```
 */
export function nadam(learningRate: ScalarOrSchedule, options: NadamOptions = {}): GradientTransformation {
  requireLearningRate("nadam", learningRate);
  const read = readOptions<NadamOptions>("nadam", nadamOptions, options);
  return chain(scaleByAdam({ ...read, nesterov: true }), scaleByLearningRate(learningRate));
}
