import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { type DataFormat, dataFormatOf } from "../convolution/data-format.ts";
import { ExponentialMovingAverage } from "../exponential-moving-average.ts";
import { type OptionNames, requireOptions, requireRank } from "../require.ts";
import { axesOf, otherAxes } from "./normalized-axes.ts";
import {
  NORMALIZATION_CALL,
  NORMALIZATION_OPTIONS,
  type NormalizationCall,
  type NormalizationOptions,
  requireNormalization,
  scaleAndOffset,
} from "./scale-and-offset.ts";
import { inWide } from "../in-wide.ts";

export interface BatchNormalizationOptions extends NormalizationOptions {
  /** How much of the running mean and variance stays in each step. Default 0.99. */
  readonly decayRate?: number;
  /** The axes that mean and variance are taken over. Default: all but that of the channels. */
  readonly axis?: number | readonly number[];
  /** Where the channels are. Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
}

export interface BatchNormalizationCall extends NormalizationCall {
  /** Use the statistics of the batch and take them into the running ones. Default: while training. */
  readonly training?: boolean;
  /** Use the statistics of the batch also when not training. Default `false`. */
  readonly testLocalStats?: boolean;
}

const CALL: OptionNames<BatchNormalizationCall> = {
  ...NORMALIZATION_CALL,
  training: true,
  testLocalStats: true,
};

const OPTIONS: OptionNames<BatchNormalizationOptions> = {
  ...NORMALIZATION_OPTIONS,
  decayRate: true,
  axis: true,
  dataFormat: true,
};

/**
 * `(x − mean) / √(variance + eps) · scale + offset` for each channel: of the batch while training, of all batches so
 * far otherwise (Ioffe and Szegedy, 2015). Running values are free of the bias to their start; before the first batch
 * they are 0 and 1. Elegy's `cross_replica_axis` has no counterpart, because a step here runs on one device.
 *
 * Parameters: `scale`, `offset`, `f32[channels]` or of the sizes that `axis` leaves. States: `mean`, `variance`, each an
 * {@link ExponentialMovingAverage}.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1), an axis that the input does not have, or a call with a scale
 * or offset that the layer has itself.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { BatchNormalization } from "@elegy/nn";
 *
 * const { preds } = BatchNormalization().init({ rng: random.key(0), args: [np.array([[1], [3]])] });
 * await preds.array(); // => [[-0.999995],[0.999995]]
 * ```
 */
export function BatchNormalization(
  options: BatchNormalizationOptions = {},
): Layer<[x: Tensor, call?: BatchNormalizationCall], Tensor> {
  requireNormalization("BatchNormalization", options, OPTIONS);
  const { decayRate = 0.99, eps = 1e-5 } = options;
  const dataFormat = dataFormatOf("BatchNormalization", options);
  const parts = {
    mean: ExponentialMovingAverage(decayRate),
    variance: ExponentialMovingAverage(decayRate, { initial: 1 }),
  };
  return layer("BatchNormalization", parts, (self, x: Tensor, call: BatchNormalizationCall = {}) => {
    requireOptions("BatchNormalization", call, CALL);
    requireRank("BatchNormalization", x, 2, "f32[batch, ..., channels]");
    const { training = self.training, testLocalStats = false } = call;
    const channels = axesOf("BatchNormalization", x, dataFormat === "channelsLast" ? -1 : 1);
    const over =
      options.axis === undefined ? otherAxes(x, channels) : axesOf("BatchNormalization", x, options.axis);
    const kept = x.shape.map((size, axis) => (over.includes(axis) ? 1 : size));
    return inWide(x, (wide) => {
      const batchMean = wide.mean({ axis: over });
      const batchVariance = np.square(wide.sub(batchMean.reshape(kept))).mean({ axis: over });
      const running = {
        mean: self.mean(batchMean, { update: training }),
        variance: self.variance(batchVariance, { update: training }),
      };
      const [mean, variance] =
        training || testLocalStats ? [batchMean, batchVariance] : [running.mean, running.variance];
      const normal = nn.standardize(wide, {
        axis: over,
        mean: mean.reshape(kept),
        variance: variance.reshape(kept),
        epsilon: eps,
      });
      return scaleAndOffset(self, "BatchNormalization", normal, otherAxes(x, over), options, call);
    });
  });
}
