import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { leafNorm } from "../trees/norms.ts";

export interface ScaleByTrustRatioOptions {
  /** The least norm of a parameter and of an update. Default 0. */
  readonly minNorm?: Hyperparameter;
  /** A factor of the ratio. Default 1. */
  readonly trustCoefficient?: Hyperparameter;
  /** Added to the norm of the update. Default 0. */
  readonly eps?: Hyperparameter;
}

const trustRatioOptions: OptionSpecs<ScaleByTrustRatioOptions> = {
  minNorm: hyperparameter(0, ranges.notNegative),
  trustCoefficient: hyperparameter(1, ranges.notNegative),
  eps: hyperparameter(0, ranges.notNegative),
};

/**
 * Each update times `trustCoefficient·‖p‖ / (‖u‖ + eps)`, tensor by tensor; unchanged where a norm is 0 (You et al., 2017).
 *
 * @throws ArgumentInvalidError for a negative or an unknown option, or without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByTrustRatio } from "@elegy/optimizers";
 *
 * const one = scaleByTrustRatio();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -4.5]), one.init(params), params);
 * await updates.array(); // => [1.24035,-1.86052]
 * ```
 */
export function scaleByTrustRatio(
  options: ScaleByTrustRatioOptions = {},
): GradientTransformation<EmptyState> {
  const { minNorm, trustCoefficient, eps } = readOptions("scaleByTrustRatio", trustRatioOptions, options);
  return stateless((updates, params) =>
    mapTensors(
      (u, p) => {
        const paramNorm = leafNorm(p, minNorm);
        const updateNorm = leafNorm(u, minNorm);
        const ratio = paramNorm.mul(trustCoefficient).div(updateNorm.add(eps));
        const isZero = np.logicalOr(paramNorm.equal(0), updateNorm.equal(0));
        return u.mul(np.where(isZero, 1, ratio));
      },
      updates,
      requireParams("scaleByTrustRatio", params),
    ),
  );
}
