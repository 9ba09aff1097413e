import type { GradientTransformation } from "../gradient-transformation.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, correctedMean, dividedByRoot, firstMoment, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

/** As those of Adam; `eps` and `epsRoot`, which is added to the average itself, are 1e-16 by default. */
export type ScaleByBeliefOptions = Omit<ScaleByAdamOptions, "muDtype">;

export const beliefOptions: OptionSpecs<ScaleByBeliefOptions> = {
  b1: adamOptions.b1,
  b2: adamOptions.b2,
  eps: hyperparameter(1e-16, ranges.notNegative),
  epsRoot: hyperparameter(1e-16, ranges.notNegative),
  nesterov: adamOptions.nesterov,
};

/**
 * As `scaleByAdam`, with the squares of what the average of the gradients did not foresee, `(u − m)²`, in place of those of
 * the gradients (Zhuang et al., 2020).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByBelief } from "@elegy/optimizers";
 *
 * const belief = scaleByBelief({ b1: 0.5 });
 * const [updates] = belief.update(np.array([3, -0.5]), belief.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [200,-200]
 * ```
 */
export function scaleByBelief(options: ScaleByBeliefOptions = {}): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps, epsRoot, nesterov } = readOptions("scaleByBelief", beliefOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), mu: zerosLike(params), nu: zerosLike(params) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const surprise = mapTensors((u, m) => u.sub(m), updates, mu);
      const nu = mapTensors((v) => v.add(epsRoot), secondMoment(surprise, state.nu, b2));
      const mean = correctedMean(updates, mu, b1, { count, nesterov });
      return [dividedByRoot(mean, biasCorrected(nu, b2, count), { eps, epsRoot: 0 }), { count, mu, nu }];
    },
  };
}
