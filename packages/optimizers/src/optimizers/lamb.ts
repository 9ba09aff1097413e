import { adamOptions, scaleByAdam, type ScaleByAdamOptions } from "../transformations/scale-by-adam.ts";
import { hyperparameter, readOptions } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";
import { decoupledOptions, type DecoupledOptions } from "../options/decoupled-decay.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import { scaleByTrustRatio } from "../transformations/scale-by-trust-ratio.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

/** `weightDecay` is 0, and `eps` 1e-6, by default. */
export interface LambOptions extends Omit<ScaleByAdamOptions, "muDtype" | "nesterov">, DecoupledOptions {}

const { muDtype: _mu, nesterov: _nesterov, ...sameAsAdam } = adamOptions;
const lambScaling = { ...sameAsAdam, eps: hyperparameter(1e-6, ranges.notNegative) };

/**
 * LAMB (You et al., 2020): Adam whose updates have, tensor by tensor, the norm of the parameters, for large batches.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, lamb } from "@elegy/optimizers";
 *
 * const optimizer = lamb(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [98,302]
 * ```
 */
export function lamb(learningRate: ScalarOrSchedule, options: LambOptions = {}): GradientTransformation {
  requireLearningRate("lamb", learningRate);
  const specs = { ...lambScaling, ...decoupledOptions(0) };
  const { weightDecay, mask, ...rest } = readOptions<LambOptions>("lamb", specs, options);
  return chain(
    scaleByAdam(rest),
    addDecayedWeights(weightDecay, mask),
    scaleByTrustRatio(),
    scaleByLearningRate(learningRate),
  );
}
