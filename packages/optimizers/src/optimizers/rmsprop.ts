import type { GradientTransformation } from "../gradient-transformation.ts";
import { flag, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { requireMomentum } from "../options/require-momentum.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import { rmsOptions, type ScaleByRmsOptions } from "../transformations/root-mean-square.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import { scaleByRms } from "../transformations/scale-by-rms.ts";
import { scaleByStddev } from "../transformations/scale-by-stddev.ts";
import { trace } from "../transformations/trace.ts";
import { chain } from "../wrappers/chain.ts";
import { type MomentumOptions, momentumOptions } from "./sgd.ts";

export interface RmspropOptions extends ScaleByRmsOptions, MomentumOptions {
  /** Divide by the standard deviation instead of the root mean square. Default `false`. */
  readonly centered?: boolean;
}

const OPTIONS: OptionSpecs<RmspropOptions> = { ...rmsOptions, ...momentumOptions, centered: flag(false) };

/**
 * RMSProp (Tieleman and Hinton, 2012): `−learningRate·g / √(v + eps)`, and momentum after that.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate or `eps`, a decay outside [0, 1), `nesterov` alone, or an unknown
 * option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, rmsprop } from "@elegy/optimizers";
 *
 * const optimizer = rmsprop(0.25, { decay: 0.75 });
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates, state] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [100,300]
 * ```
 */
export function rmsprop(
  learningRate: ScalarOrSchedule,
  options: RmspropOptions = {},
): GradientTransformation {
  requireLearningRate("rmsprop", learningRate);
  const { centered, momentum, nesterov, ...rest } = readOptions("rmsprop", OPTIONS, options);
  requireMomentum("rmsprop", momentum, nesterov);
  const scaling = centered ? scaleByStddev(rest) : scaleByRms(rest);
  const descent = scaleByLearningRate(learningRate);
  return momentum === undefined
    ? chain(scaling, descent)
    : chain(scaling, descent, trace({ momentum, nesterov }));
}
