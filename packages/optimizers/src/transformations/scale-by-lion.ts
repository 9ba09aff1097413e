import type { DType, Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { floatDtype, hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { cast, mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { firstMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface ScaleByLionOptions {
  /** The part of the average in the update. Default 0.9. */
  readonly b1?: Hyperparameter;
  /** Decay of the average of the gradients. Default 0.99. */
  readonly b2?: Hyperparameter;
  /** The dtype in which the average is kept. Default: that of the parameters. */
  readonly muDtype?: DType | undefined;
}

export interface ScaleByLionState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The average of the gradients, like the parameters. */
  readonly mu: unknown;
}

export const lionOptions: OptionSpecs<ScaleByLionOptions> = {
  b1: hyperparameter(0.9, ranges.decay),
  b2: hyperparameter(0.99, ranges.decay),
  muDtype: floatDtype,
};

/**
 * `sign((1 − b1)·u + b1·m)`, where `m` is the moving average of the updates with decay `b2` (Chen et al., 2023).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByLion } from "@elegy/optimizers";
 *
 * const lion = scaleByLion();
 * const [updates] = lion.update(np.array([3, -0.5]), lion.init(np.zeros([2])));
 * await updates.array(); // => [1,-1]
 * ```
 */
export function scaleByLion(options: ScaleByLionOptions = {}): GradientTransformation<ScaleByLionState> {
  const { b1, b2, muDtype } = readOptions("scaleByLion", lionOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), mu: zerosLike(params, muDtype) };
    },
    update(updates, state) {
      const direction = mapTensors((x) => x.sign(), firstMoment(updates, state.mu, b1));
      const mu = cast(firstMoment(updates, state.mu, b2), muDtype);
      return [direction, { count: incremented(state.count), mu }];
    },
  };
}
