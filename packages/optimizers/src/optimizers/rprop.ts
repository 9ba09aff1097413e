import { readOptions } from "../options/read-options.ts";
import { scale } from "../transformations/scale.ts";
import { rpropOptions, scaleByRprop, type ScaleByRpropOptions } from "../transformations/scale-by-rprop.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";

export type RpropOptions = ScaleByRpropOptions;

/**
 * Rprop (Riedmiller and Braun, 1993): a step size for each element, which grows while the sign of its gradient stays; for whole batches. The first update is zero, as in optax: a step waits for the next gradient to confirm its sign.
 *
 * @param learningRate the first step size of every element: afterwards each has its own, and there is no rate to be changed.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, rprop } from "@elegy/optimizers";
 *
 * const optimizer = rprop(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [, state] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, state, params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [125,275]
 * ```
 */
export function rprop(learningRate: number, options: RpropOptions = {}): GradientTransformation {
  requireNumber("rprop", "learningRate", learningRate, ranges.notNegative);
  return chain(scaleByRprop(learningRate, readOptions("rprop", rpropOptions, options)), scale(-1));
}
