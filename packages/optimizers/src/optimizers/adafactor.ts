import {
  hyperparameter,
  type OptionSpecs,
  optional,
  readOptions,
  scheduled,
  floatDtype,
  flag,
  unchecked,
} from "../options/read-options.ts";
import type { DType } from "@elegy/autodiff";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges } from "../options/require-number.ts";
import { byLearningRate } from "../by-learning-rate.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import {
  factoredRmsOptions,
  scaleByFactoredRms,
  type ScaleByFactoredRmsOptions,
} from "../transformations/scale-by-factored-rms.ts";
import { addDecayedWeights } from "../transformations/add-decayed-weights.ts";
import { clipByBlockRms } from "../transformations/clip-by-block-rms.ts";
import { ema } from "../transformations/ema.ts";
import { scale } from "../transformations/scale.ts";
import { scaleByParamBlockRms } from "../transformations/scale-by-param-block-rms.ts";
import type { Mask } from "../wrappers/select-leaves.ts";
import { chain } from "../wrappers/chain.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";

export interface AdafactorOptions extends ScaleByFactoredRmsOptions {
  /** The largest root mean square of an update before the learning rate, or `null`. Default 1. */
  readonly clippingThreshold?: Hyperparameter | null;
  /** Make the updates relative to the root mean square of their parameters. Default `true`. */
  readonly multiplyByParameterScale?: boolean;
  /** Decay of an average of the updates. Default: no average and no state for it. */
  readonly momentum?: Hyperparameter | undefined;
  /** The dtype in which that average is kept. Default: that of the parameters. */
  readonly dtypeMomentum?: DType | undefined;
  /** The part of the parameters that is taken away, regardless of the learning rate. Default: none. */
  readonly weightDecayRate?: ScalarOrSchedule | undefined;
  /** Which parameters decay, as in `masked`. Default: all. */
  readonly weightDecayMask?: Mask;
}

const threshold = hyperparameter(1, ranges.positive);
const OPTIONS: OptionSpecs<AdafactorOptions> = {
  ...factoredRmsOptions,
  clippingThreshold: {
    initial: 1,
    check(operation, name, value) {
      if (value !== null) threshold.check(operation, name, value);
    },
  },
  multiplyByParameterScale: flag(true),
  momentum: optional(hyperparameter(0, ranges.decay)),
  dtypeMomentum: floatDtype,
  weightDecayRate: optional(scheduled(0, ranges.notNegative)),
  weightDecayMask: unchecked<Mask>(undefined),
};

/**
 * Adafactor (Shazeer and Stern, 2018): steps relative to the size of the parameters, scaled by averages of rows and columns alone, for large models.
 *
 * @param learningRate relative to the size of the parameters; `null`: none.
 * @throws ArgumentInvalidError for a negative learning rate, options out of their ranges, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyUpdates, adafactor } from "@elegy/optimizers";
 *
 * const optimizer = adafactor(0.25);
 * const params = { w: np.array([1.5, 2.5]) };
 * const [updates] = optimizer.update({ w: np.array([0.1, -7.5]) }, optimizer.init(params), params);
 * const { w } = applyUpdates(params, updates);
 * await np.round(w.mul(100)).array(); // => [98,302]
 * ```
 */
export function adafactor(
  learningRate: ScalarOrSchedule | null,
  options: AdafactorOptions = {},
): GradientTransformation {
  const {
    clippingThreshold,
    multiplyByParameterScale,
    momentum,
    dtypeMomentum,
    weightDecayRate,
    weightDecayMask,
    ...factoring
  } = readOptions("adafactor", OPTIONS, options);
  const steps: (GradientTransformation | undefined)[] = [
    scaleByFactoredRms(factoring),
    clippingThreshold === null ? undefined : clipByBlockRms(clippingThreshold),
    learningRate === null
      ? undefined
      : byLearningRate("adafactor", learningRate, (updates, rate) =>
          mapTensors((u) => u.mul(rate.astype(u.dtype)), updates),
        ),
    multiplyByParameterScale ? scaleByParamBlockRms() : undefined,
    momentum === undefined ? undefined : ema(momentum, { debias: false, accumulatorDtype: dtypeMomentum }),
    weightDecayRate === undefined ? undefined : addDecayedWeights(weightDecayRate, weightDecayMask),
    scale(-1),
  ];
  return chain(...steps.filter((step) => step !== undefined));
}
