import { lionOptions, scaleByLion, type ScaleByLionOptions } from "../transformations/scale-by-lion.ts";
import { readOptions } from "../options/read-options.ts";
import { decoupledOptions, type DecoupledOptions } from "../options/decoupled-decay.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

/** `weightDecay` is 1e-3 by default. */
export interface LionOptions extends ScaleByLionOptions, DecoupledOptions {}

/**
 * Lion (Chen et al., 2023): steps of one size in the direction of the sign of an average, with weight decay.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, lion } from "@elegy/optimizers";
 *
 * const optimizer = lion(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function lion(learningRate: ScalarOrSchedule, options: LionOptions = {}): GradientTransformation {
  requireLearningRate("lion", learningRate);
  const specs = { ...lionOptions, ...decoupledOptions(1e-3) };
  const { weightDecay, mask, ...rest } = readOptions<LionOptions>("lion", specs, options);
  return chain(scaleByLion(rest), addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate));
}
