import type { Tensor } from "@elegy/autodiff";
import { type OptionSpecs, hyperparameter, readOptions, unchecked } from "../options/read-options.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges } from "../options/require-number.ts";
import { addNoise } from "../transformations/add-noise.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface NoisySgdOptions {
  /** The variance of the first noise. Default 0.01. */
  readonly eta?: Hyperparameter;
  /** How fast the noise becomes less. Default 0.55. */
  readonly gamma?: Hyperparameter;
  /** A seed, or a key `u32[2]`. Default 0. */
  readonly key?: number | Tensor;
}

const OPTIONS: OptionSpecs<NoisySgdOptions> = {
  eta: hyperparameter(0.01, ranges.notNegative),
  gamma: hyperparameter(0.55, ranges.notNegative),
  key: unchecked<number | Tensor>(0),
};

/**
 * Stochastic gradient descent with noise that becomes less (Neelakantan et al., 2014): the `t`-th has the variance `eta / tᵞ`.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, noisySgd } from "@elegy/optimizers";
 *
 * const optimizer = noisySgd(0.25, { eta: 0 });
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [148,438]
 * ```
 */
export function noisySgd(
  learningRate: ScalarOrSchedule,
  options: NoisySgdOptions = {},
): GradientTransformation {
  requireLearningRate("noisySgd", learningRate);
  const { eta, gamma, key } = readOptions("noisySgd", OPTIONS, options);
  return chain(addNoise(eta, gamma, key), scaleByLearningRate(learningRate));
}
