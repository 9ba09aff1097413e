import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Hyperparameter, scalarTensor } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, correctedMean, dividedByRoot, firstMoment, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

export interface ScaleByRadamOptions extends Omit<ScaleByAdamOptions, "muDtype"> {
  /** How many squares the average must be worth before it is used, at least 4. Default 5. */
  readonly threshold?: Hyperparameter;
}

export const radamOptions: OptionSpecs<ScaleByRadamOptions> = {
  b1: adamOptions.b1,
  b2: adamOptions.b2,
  eps: adamOptions.eps,
  epsRoot: adamOptions.epsRoot,
  nesterov: adamOptions.nesterov,
  threshold: hyperparameter(5, { expected: "a number ≥ 4", holds: (value) => value >= 4 }),
};

/**
 * As `scaleByAdam`, times a factor that grows to 1 as the average of the squares becomes reliable; before, the average of
 * the gradients alone (Liu et al., 2020).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByRadam } from "@elegy/optimizers";
 *
 * const radam = scaleByRadam();
 * const [updates] = radam.update(np.array([3, -0.5]), radam.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [300,-50]
 * ```
 */
export function scaleByRadam(options: ScaleByRadamOptions = {}): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps, epsRoot, nesterov, threshold } = readOptions("scaleByRadam", radamOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), mu: zerosLike(params), nu: zerosLike(params) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = secondMoment(updates, state.nu, b2);
      const mean = correctedMean(updates, mu, b1, { count, nesterov });
      const { length, factor } = rectification(b2, count);
      const reliable = np.greaterEqual(length, threshold);
      const scaled = mapTensors(
        (d, m) => np.where(reliable, d.mul(factor.astype(d.dtype)), m),
        dividedByRoot(mean, biasCorrected(nu, b2, count), { eps, epsRoot }),
        mean,
      );
      return [scaled, { count, mu, nu }];
    },
  };
}

/** ρ, the number of squares that the average is worth, and the factor √((ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ)). */
function rectification(b2: Hyperparameter, count: Tensor): { length: Tensor; factor: Tensor } {
  const limit = typeof b2 === "number" ? 2 / (1 - b2) - 1 : np.divide(2, np.subtract(1, b2)).sub(1);
  const power = np.power(scalarTensor(b2), count);
  const length = np.subtract(limit, count.mul(2).astype("float32").mul(power).div(np.subtract(1, power)));
  const above = length.sub(4).mul(length.sub(2)).mul(limit);
  const below = np.subtract(limit, 4).mul(np.subtract(limit, 2)).mul(length);
  return { length, factor: above.div(below).sqrt() };
}
