import type { DType } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import {
  flag,
  floatDtype,
  hyperparameter,
  optional,
  type OptionSpecs,
  readOptions,
} from "../options/read-options.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { requireMomentum } from "../options/require-momentum.ts";
import { ranges } from "../options/require-number.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import { trace } from "../transformations/trace.ts";
import { chain } from "../wrappers/chain.ts";

export interface MomentumOptions {
  /** What remains of the past updates, in [0, 1]. Default: no momentum and no state for it. */
  readonly momentum?: Hyperparameter | undefined;
  /** Look one update ahead; needs a momentum. Default `false`. */
  readonly nesterov?: boolean;
}

export interface SgdOptions extends MomentumOptions {
  /** The dtype in which the momentum is kept. Default: that of the parameters. */
  readonly accumulatorDtype?: DType | undefined;
}

export const momentumOptions: OptionSpecs<MomentumOptions> = {
  momentum: optional(hyperparameter(0, ranges.fraction)),
  nesterov: flag(false),
};

const OPTIONS: OptionSpecs<SgdOptions> = { ...momentumOptions, accumulatorDtype: floatDtype };

/**
 * Stochastic gradient descent: `−learningRate·g`, with momentum `−learningRate·(g + momentum·t)`.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, a momentum outside [0, 1], `nesterov` alone, or an unknown
 * option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, sgd } from "@elegy/optimizers";
 *
 * const optimizer = sgd(0.1, { momentum: 0.9 });
 * const params = { w: np.array([1.5, 2]) };
 * const [updates, state] = optimizer.update({ w: np.array([1, 0.5]) }, optimizer.init(params), params);
 * await applyUpdates(params, updates).w.array(); // => [1.4,1.95]
 * ```
 */
export function sgd(learningRate: ScalarOrSchedule, options: SgdOptions = {}): GradientTransformation {
  requireLearningRate("sgd", learningRate);
  const { momentum, nesterov, accumulatorDtype } = readOptions("sgd", OPTIONS, options);
  requireMomentum("sgd", momentum, nesterov);
  const descent = scaleByLearningRate(learningRate);
  return momentum === undefined
    ? chain(descent)
    : chain(trace({ momentum, nesterov, accumulatorDtype }), descent);
}
