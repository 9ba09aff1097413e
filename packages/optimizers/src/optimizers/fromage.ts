import * as np from "@elegy/autodiff/np";
import { byLearningRate } from "../by-learning-rate.ts";
import { type OptionSpecs, hyperparameter, readOptions } from "../options/read-options.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { scaleByTrustRatio } from "../transformations/scale-by-trust-ratio.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface FromageOptions {
  /** The least norm of a parameter and of an update. Default 1e-6. */
  readonly minNorm?: Hyperparameter;
}

const OPTIONS: OptionSpecs<FromageOptions> = { minNorm: hyperparameter(1e-6, ranges.notNegative) };

/**
 * Fromage (Bernstein et al., 2020): `p ← (p − learningRate·u·‖p‖/‖u‖) / √(1 + learningRate²)`, tensor by tensor.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, fromage } from "@elegy/optimizers";
 *
 * const optimizer = fromage(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [145,313]
 * ```
 */
export function fromage(
  learningRate: ScalarOrSchedule,
  options: FromageOptions = {},
): GradientTransformation {
  const { minNorm } = readOptions("fromage", OPTIONS, options);
  const step = byLearningRate("fromage", learningRate, (updates, rate, params) => {
    const shrinking = np.divide(1, rate.square().add(1).sqrt());
    const factor = rate.mul(shrinking).neg();
    return mapTensors(
      (u, p) => u.mul(factor.astype(u.dtype)).add(p.mul(shrinking.sub(1).astype(p.dtype))),
      updates,
      requireParams("fromage", params),
    );
  });
  return chain(scaleByTrustRatio({ minNorm }), step);
}
