import { type OptionSpecs, readOptions, scheduled, unchecked } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";
import {
  adadeltaOptions,
  scaleByAdadelta,
  type ScaleByAdadeltaOptions,
} from "../transformations/scale-by-adadelta.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import type { Mask } from "../wrappers/select-leaves.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface AdadeltaOptions extends ScaleByAdadeltaOptions {
  /** The part of the parameters that is added to the gradients: a constant or a schedule. Default 0. */
  readonly weightDecay?: ScalarOrSchedule;
  /** Which parameters decay, as in `masked`. Default: all. */
  readonly weightDecayMask?: Mask;
}

const OPTIONS: OptionSpecs<AdadeltaOptions> = {
  ...adadeltaOptions,
  weightDecay: scheduled(0, ranges.notNegative),
  weightDecayMask: unchecked<Mask>(undefined),
};

/**
 * Adadelta (Zeiler, 2012): each step has the size of the steps before it, relative to the gradients before it.
 *
 * @param learningRate a factor of the steps; 1 in the paper.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adadelta } from "@elegy/optimizers";
 *
 * const optimizer = adadelta(100);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [118,282]
 * ```
 */
export function adadelta(
  learningRate: ScalarOrSchedule,
  options: AdadeltaOptions = {},
): GradientTransformation {
  requireLearningRate("adadelta", learningRate);
  const { weightDecay, weightDecayMask, ...rest } = readOptions("adadelta", OPTIONS, options);
  const scaling = [scaleByAdadelta(rest), scaleByLearningRate(learningRate)] as const;
  return weightDecay === 0
    ? chain(...scaling)
    : chain(addDecayedWeights(weightDecay, weightDecayMask), ...scaling);
}
