import type { DType, Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { flag, floatDtype, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { cast, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, firstMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface EmaOptions {
  /** Correct the pull towards the zeros that the average begins with. Default `true`. */
  readonly debias?: boolean;
  /** The dtype in which the average is kept. Default: that of the parameters. */
  readonly accumulatorDtype?: DType | undefined;
}

export interface EmaState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The average, like the parameters. */
  readonly ema: unknown;
}

const emaOptions: OptionSpecs<EmaOptions> = { debias: flag(true), accumulatorDtype: floatDtype };

/**
 * The exponential moving average of the updates. For one of the *parameters* see `emaOfParams`.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1), or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { ema } from "@elegy/optimizers";
 *
 * const average = ema(0.75, { debias: false });
 * const [updates] = average.update(np.array([4, -0.5]), average.init(np.zeros([2])));
 * await updates.array(); // => [1,-0.125]
 * ```
 */
export function ema(decay: Hyperparameter, options: EmaOptions = {}): GradientTransformation<EmaState> {
  requireHyperparameter("ema", "decay", decay, ranges.decay);
  const { debias, accumulatorDtype } = readOptions("ema", emaOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), ema: zerosLike(params, accumulatorDtype) };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const average = firstMoment(updates, state.ema, decay);
      return [
        debias ? biasCorrected(average, decay, count) : average,
        { count, ema: cast(average, accumulatorDtype) },
      ];
    },
  };
}
