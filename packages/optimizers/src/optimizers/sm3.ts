import { type OptionSpecs, hyperparameter, readOptions } from "../options/read-options.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges } from "../options/require-number.ts";
import { scaleBySm3 } from "../transformations/scale-by-sm3.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface Sm3Options {
  /** Decay of the average of the updates. Default 0.9. */
  readonly momentum?: Hyperparameter;
}

const OPTIONS: OptionSpecs<Sm3Options> = { momentum: hyperparameter(0.9, ranges.decay) };

/**
 * SM3 (Anil et al., 2019): AdaGrad that keeps sums of squares for the axes of a parameter alone, with momentum.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, sm3 } from "@elegy/optimizers";
 *
 * const optimizer = sm3(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [148,253]
 * ```
 */
export function sm3(learningRate: ScalarOrSchedule, options: Sm3Options = {}): GradientTransformation {
  requireLearningRate("sm3", learningRate);
  const { momentum } = readOptions("sm3", OPTIONS, options);
  return chain(scaleBySm3({ b1: momentum }), scaleByLearningRate(learningRate));
}
