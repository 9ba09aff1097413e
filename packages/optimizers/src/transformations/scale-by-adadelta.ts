import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { secondMoment } from "../trees/moments.ts";

export interface ScaleByAdadeltaOptions {
  /** Decay of both averages. Default 0.9. */
  readonly rho?: Hyperparameter;
  /** Added under the roots, against division by zero. Default 1e-6. */
  readonly eps?: Hyperparameter;
}

export interface ScaleByAdadeltaState {
  /** The average of the squared gradients, like the parameters. */
  readonly eg: unknown;
  /** The average of the squared updates, like the parameters. */
  readonly ex: unknown;
}

export const adadeltaOptions: OptionSpecs<ScaleByAdadeltaOptions> = {
  rho: hyperparameter(0.9, ranges.decay),
  eps: hyperparameter(1e-6, ranges.notNegative),
};

/**
 * `√(x̄ + eps) / √(ḡ + eps)·u`, with the moving averages of the squares of the updates made and of the gradients
 * (Zeiler, 2012).
 *
 * @throws ArgumentInvalidError for a `rho` outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByAdadelta } from "@elegy/optimizers";
 *
 * const adadelta = scaleByAdadelta({ rho: 0.75 });
 * const [updates] = adadelta.update(np.array([3, -0.5]), adadelta.init(np.zeros([2])));
 * await np.round(updates.mul(1e4)).array(); // => [20,-20]
 * ```
 */
export function scaleByAdadelta(
  options: ScaleByAdadeltaOptions = {},
): GradientTransformation<ScaleByAdadeltaState> {
  const { rho, eps } = readOptions("scaleByAdadelta", adadeltaOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { eg: zerosLike(params), ex: zerosLike(params) };
    },
    update(updates, state) {
      const eg = secondMoment(updates, state.eg, rho);
      const scaled = mapTensors(
        (u, g, x) => x.add(eps).sqrt().div(g.add(eps).sqrt()).mul(u),
        updates,
        eg,
        state.ex,
      );
      return [scaled, { eg, ex: secondMoment(scaled, state.ex, rho) }];
    },
  };
}
