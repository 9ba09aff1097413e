import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, firstMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

export type ScaleByAdamaxOptions = Pick<ScaleByAdamOptions, "b1" | "b2" | "eps">;

export const adamaxOptions: OptionSpecs<ScaleByAdamaxOptions> = {
  b1: adamOptions.b1,
  b2: adamOptions.b2,
  eps: adamOptions.eps,
};

/**
 * `m̂ / n` with the bias-corrected moving average of the gradients and `n = max(|u| + eps, b2·n)`, their decaying
 * maximum (Kingma and Ba, 2014, algorithm 2).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByAdamax } from "@elegy/optimizers";
 *
 * const adamax = scaleByAdamax();
 * const [updates] = adamax.update(np.array([3, -0.5]), adamax.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByAdamax(options: ScaleByAdamaxOptions = {}): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps } = readOptions("scaleByAdamax", adamaxOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), mu: zerosLike(params), nu: zerosLike(params) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = mapTensors((u, n) => np.maximum(u.abs().add(eps), n.mul(b2)), updates, state.nu);
      return [mapTensors((m, n) => m.div(n), biasCorrected(mu, b1, count), nu), { count, mu, nu }];
    },
  };
}
