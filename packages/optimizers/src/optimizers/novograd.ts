import { hyperparameter, readOptions } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";
import {
  novogradOptions,
  scaleByNovograd,
  type ScaleByNovogradOptions,
} from "../transformations/scale-by-novograd.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

/** As those of `scaleByNovograd`; `eps` is 1e-6 by default. */
export type NovogradOptions = ScaleByNovogradOptions;

/**
 * NovoGrad (Ginsburg et al., 2019): momentum over gradients divided by the norm of their tensor.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, novograd } from "@elegy/optimizers";
 *
 * const optimizer = novograd(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [150,275]
 * ```
 */
export function novograd(
  learningRate: ScalarOrSchedule,
  options: NovogradOptions = {},
): GradientTransformation {
  requireLearningRate("novograd", learningRate);
  const specs = { ...novogradOptions, eps: hyperparameter(1e-6, ranges.notNegative) };
  const read = readOptions<NovogradOptions>("novograd", specs, options);
  return chain(scaleByNovograd(read), scaleByLearningRate(learningRate));
}
