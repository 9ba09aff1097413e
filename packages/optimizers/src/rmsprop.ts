import { chain } from "./chain.ts";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { requireLearningRate } from "./require-learning-rate.ts";
import { requireMomentum } from "./require-momentum.ts";
import { scaleByLearningRate } from "./scale-by-learning-rate.ts";
import { scaleByRms, type ScaleByRmsOptions } from "./scale-by-rms.ts";
import { scaleByStddev } from "./scale-by-stddev.ts";
import type { ScalarOrSchedule } from "./schedule.ts";
import type { MomentumOptions } from "./sgd.ts";
import { trace } from "./trace.ts";

export interface RmspropOptions extends ScaleByRmsOptions, MomentumOptions {
  /** Divide by the standard deviation instead of the root mean square. Default `false`. */
  readonly centered?: boolean;
}

/**
 * RMSProp (Tieleman and Hinton, 2012): `−learningRate·g / √(v + eps)`, and momentum after that.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate or `eps`, a decay outside [0, 1), or `nesterov` alone.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
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
  { centered = false, momentum, nesterov = false, ...options }: RmspropOptions = {},
): GradientTransformation {
  requireLearningRate("rmsprop", learningRate);
  requireMomentum("rmsprop", momentum, nesterov);
  const scaling = centered ? scaleByStddev(options) : scaleByRms(options);
  const descent = scaleByLearningRate(learningRate);
  return momentum === undefined
    ? chain(scaling, descent)
    : chain(scaling, descent, trace({ momentum, nesterov }));
}
