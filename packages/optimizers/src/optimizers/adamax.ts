import {
  adamaxOptions,
  scaleByAdamax,
  type ScaleByAdamaxOptions,
} from "../transformations/scale-by-adamax.ts";
import { readOptions } from "../options/read-options.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireLearningRate } from "../options/require-learning-rate.ts";
import { scaleByLearningRate } from "../transformations/scale-by-learning-rate.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export type AdamaxOptions = ScaleByAdamaxOptions;

/**
 * Adamax (Kingma and Ba, 2014): Adam with the decaying maximum of the gradients in place of the root of their squares.
 *
 * @param learningRate per update.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adamax } from "@elegy/optimizers";
 *
 * const optimizer = adamax(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function adamax(learningRate: ScalarOrSchedule, options: AdamaxOptions = {}): GradientTransformation {
  requireLearningRate("adamax", learningRate);
  return chain(
    scaleByAdamax(readOptions("adamax", adamaxOptions, options)),
    scaleByLearningRate(learningRate),
  );
}
