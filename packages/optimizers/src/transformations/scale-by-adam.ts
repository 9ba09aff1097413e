import type { DType, Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { flag, floatDtype, hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { cast, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, correctedMean, dividedByRoot, firstMoment, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface ScaleByAdamOptions {
  /** Decay of the average of the gradients. Default 0.9. */
  readonly b1?: Hyperparameter;
  /** Decay of the average of their squares. Default 0.999. */
  readonly b2?: Hyperparameter;
  /** Added to the root, against division by zero. Default 1e-8. */
  readonly eps?: Hyperparameter;
  /** Added under the root, for gradients through the update. Default 0. */
  readonly epsRoot?: Hyperparameter;
  /** The dtype in which the average of the gradients is kept. Default: that of the parameters. */
  readonly muDtype?: DType | undefined;
  /** Look one update ahead (Dozat, 2016). Default `false`. */
  readonly nesterov?: boolean;
}

export interface ScaleByAdamState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The average of the gradients, like the parameters. */
  readonly mu: unknown;
  /** The average of their squares, like the parameters. */
  readonly nu: unknown;
}

export const adamOptions: OptionSpecs<ScaleByAdamOptions> = {
  b1: hyperparameter(0.9, ranges.decay),
  b2: hyperparameter(0.999, ranges.decay),
  eps: hyperparameter(1e-8, ranges.notNegative),
  epsRoot: hyperparameter(0, ranges.notNegative),
  muDtype: floatDtype,
  nesterov: flag(false),
};

/**
 * `m̂ / (√(v̂ + epsRoot) + eps)` of the bias-corrected moving averages of the gradients and their squares
 * (Kingma and Ba, 2014, algorithm 1).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByAdam } from "@elegy/optimizers";
 *
 * const adam = scaleByAdam();
 * const [updates] = adam.update(np.array([3, -0.5]), adam.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByAdam(options: ScaleByAdamOptions = {}): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps, epsRoot, muDtype, nesterov } = readOptions("scaleByAdam", adamOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), mu: zerosLike(params, muDtype), nu: zerosLike(params) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = secondMoment(updates, state.nu, b2);
      const scaled = dividedByRoot(
        correctedMean(updates, mu, b1, { count, nesterov }),
        biasCorrected(nu, b2, count),
        { eps, epsRoot },
      );
      return [scaled, { count, mu: cast(mu, muDtype), nu }];
    },
  };
}
