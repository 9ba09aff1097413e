import {
  adamaxOptions,
  scaleByAdamax,
  type ScaleByAdamaxOptions,
} from "../transformations/scale-by-adamax.ts";
import { readOptions } from "../options/read-options.ts";
import { decoupledOptions, type DecoupledOptions } from "../options/decoupled-decay.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

/** `weightDecay` is 1e-4 by default. */
export interface AdamaxwOptions extends ScaleByAdamaxOptions, DecoupledOptions {}

/**
 * AdamaxW: Adamax with weight decay apart from the gradients.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adamaxw } from "@elegy/optimizers";
 *
 * const optimizer = adamaxw(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function adamaxw(
  learningRate: ScalarOrSchedule,
  options: AdamaxwOptions = {},
): GradientTransformation {
  requireLearningRate("adamaxw", learningRate);
  const specs = { ...adamaxOptions, ...decoupledOptions(1e-4) };
  const { weightDecay, mask, ...rest } = readOptions<AdamaxwOptions>("adamaxw", specs, options);
  return chain(scaleByAdamax(rest), addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
}
