import type { DType, Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { cast, mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { firstMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

export interface ScaleByNovogradOptions {
  /** Decay of the sum of the updates. Default 0.9. */
  readonly b1?: Hyperparameter;
  /** Decay of the average of the squared norms. Default 0.25. */
  readonly b2?: Hyperparameter;
  /** Added to the root, against division by zero. Default 1e-8. */
  readonly eps?: Hyperparameter;
  /** Added under the root. Default 0. */
  readonly epsRoot?: Hyperparameter;
  /** The part of the parameters that is added to the scaled gradients. Default 0. */
  readonly weightDecay?: Hyperparameter;
  /** The dtype in which the sum of the updates is kept. Default: that of the parameters. */
  readonly muDtype?: DType | undefined;
}

export const novogradOptions: OptionSpecs<ScaleByNovogradOptions> = {
  b1: adamOptions.b1,
  b2: hyperparameter(0.25, ranges.decay),
  eps: adamOptions.eps,
  epsRoot: adamOptions.epsRoot,
  weightDecay: hyperparameter(0, ranges.notNegative),
  muDtype: adamOptions.muDtype,
};

/**
 * The decaying sum `m = b1·m + u / (√(v + epsRoot) + eps) + weightDecay·p`, where `v` is the moving average of the squared
 * norm of each tensor, which begins with the first one (Ginsburg et al., 2019).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, an unknown option, or without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByNovograd } from "@elegy/optimizers";
 *
 * const novograd = scaleByNovograd();
 * const params = np.zeros([2]);
 * const [updates] = novograd.update(np.array([3, -4]).astype("float32"), novograd.init(params), params);
 * await np.round(updates.mul(100)).array(); // => [60,-80]
 * ```
 */
export function scaleByNovograd(
  options: ScaleByNovogradOptions = {},
): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps, epsRoot, weightDecay, muDtype } = readOptions(
    "scaleByNovograd",
    novogradOptions,
    options,
  );
  return {
    init(params) {
      requireFloatLeaves(params);
      const nu = mapTensors((p) => np.zeros([], { dtype: p.dtype }), params);
      return { count: zeroCount(), mu: zerosLike(params, muDtype), nu };
    },
    update(updates, state, params) {
      const given = requireParams("scaleByNovograd", params);
      const isFirst = state.count.equal(0);
      const squaredNorms = mapTensors((u) => u.square().sum(), updates);
      const nu = mapTensors(
        (first, average) => np.where(isFirst, first, average),
        squaredNorms,
        firstMoment(squaredNorms, state.nu, b2),
      );
      // The sum is 0 before the first update.
      const mu = mapTensors(
        (u, v, p, m: Tensor) => m.mul(b1).add(u.div(v.add(epsRoot).sqrt().add(eps)).add(p.mul(weightDecay))),
        updates,
        nu,
        given,
        state.mu,
      );
      return [mu, { count: incremented(state.count), mu: cast(mu, muDtype), nu }];
    },
  };
}
