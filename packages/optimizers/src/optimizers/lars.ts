import {
  type OptionSpecs,
  flag,
  hyperparameter,
  readOptions,
  scheduled,
  unchecked,
} from "../options/read-options.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges } from "../options/require-number.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import { scaleByTrustRatio } from "../transformations/scale-by-trust-ratio.ts";
import { trace } from "../transformations/trace.ts";
import { masked } from "../wrappers/masked.ts";
import type { Mask } from "../wrappers/select-leaves.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface LarsOptions {
  /** The part of the parameters that is added to the gradients: a constant or a schedule. Default 0. */
  readonly weightDecay?: ScalarOrSchedule;
  /** Which parameters decay, as in `masked`. Default: all. */
  readonly weightDecayMask?: Mask;
  /** The size of a step relative to its parameter. Default 0.001. */
  readonly trustCoefficient?: Hyperparameter;
  /** Added to the norms of the updates. Default 0. */
  readonly eps?: Hyperparameter;
  /** Whose steps are relative to their parameters, as in `masked`. Default: all. */
  readonly trustRatioMask?: Mask;
  /** What remains of the past updates, in [0, 1]. Default 0.9. */
  readonly momentum?: Hyperparameter;
  /** Look one update ahead. Default `false`. */
  readonly nesterov?: boolean;
}

const OPTIONS: OptionSpecs<LarsOptions> = {
  weightDecay: scheduled(0, ranges.notNegative),
  weightDecayMask: unchecked<Mask>(true),
  trustCoefficient: hyperparameter(1e-3, ranges.notNegative),
  eps: hyperparameter(0, ranges.notNegative),
  trustRatioMask: unchecked<Mask>(true),
  momentum: hyperparameter(0.9, ranges.fraction),
  nesterov: flag(false),
};

/**
 * LARS (You et al., 2017): descent whose steps are, tensor by tensor, relative to the norm of the parameters, with momentum.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, lars } from "@elegy/optimizers";
 *
 * const optimizer = lars(250);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [149,323]
 * ```
 */
export function lars(learningRate: ScalarOrSchedule, options: LarsOptions = {}): GradientTransformation {
  requireLearningRate("lars", learningRate);
  const { weightDecay, weightDecayMask, trustCoefficient, eps, trustRatioMask, momentum, nesterov } =
    readOptions("lars", OPTIONS, options);
  return chain(
    addDecayedWeights(weightDecay, weightDecayMask),
    masked(scaleByTrustRatio({ trustCoefficient, eps }), trustRatioMask),
    scaleByLearningRate(learningRate),
    trace({ momentum, nesterov }),
  );
}
