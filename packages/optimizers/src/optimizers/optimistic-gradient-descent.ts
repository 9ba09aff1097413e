import { readOptions } from "../options/read-options.ts";
import {
  optimisticOptions,
  scaleByOptimisticGradient,
  type ScaleByOptimisticGradientOptions,
} from "../transformations/scale-by-optimistic-gradient.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type OptimisticGradientDescentOptions = ScaleByOptimisticGradientOptions;

/**
 * Optimistic gradient descent (Mokhtari et al., 2019): looks ahead by the last change of the gradient; for games such as GANs.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, optimisticGradientDescent } from "@elegy/optimizers";
 *
 * const optimizer = optimisticGradientDescent(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [148,438]
 * ```
 */
export function optimisticGradientDescent(
  learningRate: ScalarOrSchedule,
  options: OptimisticGradientDescentOptions = {},
): GradientTransformation {
  requireLearningRate("optimisticGradientDescent", learningRate);
  const read = readOptions("optimisticGradientDescent", optimisticOptions, options);
  return chain(scaleByOptimisticGradient(read), scaleByLearningRate(learningRate));
}
