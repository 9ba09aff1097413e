import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { flag, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { cast, mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, dividedByRoot, firstMoment, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

export interface ScaleByAmsgradOptions extends Omit<ScaleByAdamOptions, "nesterov"> {
  /** Correct the bias of the average of the gradients. Default `true`. */
  readonly biasCorrectionMu?: boolean;
  /** Correct the bias of the average of their squares. Default `true`. */
  readonly biasCorrectionNu?: boolean;
}

export interface ScaleByAmsgradState extends ScaleByAdamState {
  /** The largest average of the squares so far, like the parameters. */
  readonly nuMax: unknown;
}

const { nesterov: _, ...sameAsAdam } = adamOptions;
export const amsgradOptions: OptionSpecs<ScaleByAmsgradOptions> = {
  ...sameAsAdam,
  biasCorrectionMu: flag(true),
  biasCorrectionNu: flag(true),
};

/**
 * As `scaleByAdam`, divided by the root of the largest average of the squares so far (Reddi et al., 2018).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByAmsgrad } from "@elegy/optimizers";
 *
 * const amsgrad = scaleByAmsgrad();
 * const [updates] = amsgrad.update(np.array([3, -0.5]), amsgrad.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByAmsgrad(
  options: ScaleByAmsgradOptions = {},
): GradientTransformation<ScaleByAmsgradState> {
  const { b1, b2, eps, epsRoot, muDtype, biasCorrectionMu, biasCorrectionNu } = readOptions(
    "scaleByAmsgrad",
    amsgradOptions,
    options,
  );
  return {
    init(params) {
      requireFloatLeaves(params);
      const mu = zerosLike(params, muDtype);
      return { count: zeroCount(), mu, nu: zerosLike(params), nuMax: zerosLike(params) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = secondMoment(updates, state.nu, b2);
      const mean = biasCorrectionMu ? biasCorrected(mu, b1, count) : mu;
      const squares = biasCorrectionNu ? biasCorrected(nu, b2, count) : nu;
      const nuMax = mapTensors((x, y) => np.maximum(x, y), state.nuMax, squares);
      return [dividedByRoot(mean, nuMax, { eps, epsRoot }), { count, mu: cast(mu, muDtype), nu, nuMax }];
    },
  };
}
