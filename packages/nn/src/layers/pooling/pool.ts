import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { perAxis, type Padding } from "../convolution/conv-options.ts";
import { type DataFormat, dataFormatOf, inFormat, withChannelsLast } from "../convolution/data-format.ts";
import { inWide } from "../in-wide.ts";
import { axesOf } from "../normalization/normalized-axes.ts";
import { type OptionNames, requireOptions, requireRank } from "../require.ts";

export interface PoolingOptions {
  /** How far the window moves, for all spatial axes or for each. Default: by its size. */
  readonly strides?: number | readonly number[];
  /** Default `"VALID"`. */
  readonly padding?: Padding;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
  /** The axis that windows do not extend over, in place of `dataFormat`; `null` if there is none. Default −1. */
  readonly channelAxis?: number | null;
}

const OPTIONS: OptionNames<PoolingOptions> = {
  strides: true,
  padding: true,
  dataFormat: true,
  channelAxis: true,
};

/**
 * The largest element of each window, over as many spatial axes as the window has: `f32[..., ...spatial, channels]`.
 *
 * @param windowShape a size for each spatial axis; a number for all axes but the first and that of the channels.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, and for a channel axis beside a data format.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { MaxPool } from "@elegy/nn";
 *
 * const x = np.arange(16).reshape([1, 4, 4, 1]);
 * const { preds } = MaxPool([2, 2]).init({ rng: random.key(0), args: [x] });
 * await preds.ravel().array(); // => [5,7,13,15]
 * ```
 */
export function MaxPool(
  windowShape: number | readonly number[],
  options: PoolingOptions = {},
): Layer<[x: Tensor], Tensor> {
  return pooling("MaxPool", nn.maxPool, windowShape, options);
}

/**
 * The mean of each window, of the elements that are there: padding does not count. Otherwise as {@link MaxPool}.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { AvgPool } from "@elegy/nn";
 *
 * AvgPool([2, 2]).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,3,3,3]
 * ```
 */
export function AvgPool(
  windowShape: number | readonly number[],
  options: PoolingOptions = {},
): Layer<[x: Tensor], Tensor> {
  const mean: typeof nn.maxPool = (x, window) =>
    inWide(x, (wide) => nn.avgPool(wide, { ...window, countIncludePad: false }));
  return pooling("AvgPool", mean, windowShape, options);
}

function pooling(
  kind: string,
  pool: typeof nn.maxPool,
  windowShape: number | readonly number[],
  options: PoolingOptions,
): Layer<[x: Tensor], Tensor> {
  requireOptions(kind, options, OPTIONS);
  const { padding = "VALID", channelAxis } = options;
  const dataFormat = dataFormatOf(kind, options);
  if (channelAxis !== undefined && options.dataFormat !== undefined) {
    throw new ArgumentInvalidError({
      operation: kind,
      problem: "`channelAxis` and `dataFormat` both say where the channels are",
      expected: "one of them",
      received: `${channelAxis} and ${dataFormat}`,
    });
  }
  // A number leaves the count of spatial axes to the input.
  const axes = typeof windowShape === "number" ? null : windowShape.length;
  const windowOf = (spatial: number): { windowShape: readonly number[]; strides: readonly number[] } => {
    const window = perAxis(kind, "windowShape", windowShape, spatial);
    return { windowShape: window, strides: perAxis(kind, "strides", options.strides ?? window, spatial) };
  };
  windowOf(axes ?? (typeof options.strides === "object" ? options.strides.length : 1));
  return layer(kind, {}, (_, x: Tensor) => {
    const channels = channelAxis === null ? 0 : 1;
    requireRank(kind, x, (axes ?? 2) + channels, "f32[..., ...spatial, channels]");
    const spatial = axes ?? x.ndim - 1 - channels;
    const pooled = (input: Tensor): Tensor => pool(input, { ...windowOf(spatial), padding });
    if (channelAxis === null) return pooled(x.reshape([...x.shape, 1])).squeeze(-1);
    if (channelAxis === undefined) return inFormat(dataFormat, x, spatial, pooled);
    return withChannelsLast(x, axesOf(kind, x, channelAxis)[0]!, pooled);
  });
}
