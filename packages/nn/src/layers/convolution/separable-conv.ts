import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { Initializer } from "../../layer/scope.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../require.ts";
import { Conv1D, Conv2D } from "./conv.ts";
import { CONV_OPTIONS, type ConvOptions, paddingOf, perAxis } from "./conv-options.ts";
import { convWeights, withConvBias } from "./conv-weights.ts";
import { dataFormatOf, inFormat } from "./data-format.ts";

export interface DepthwiseConvOptions extends ConvOptions {
  /** How many output channels each input channel has. Default 1. */
  readonly channelMultiplier?: number;
}

export interface SeparableConvOptions extends DepthwiseConvOptions {
  /** For the second, pointwise convolution. Default: as `wInit` of convolutions. */
  readonly pointwiseInit?: Initializer;
}

const DEPTHWISE_OPTIONS: OptionNames<DepthwiseConvOptions> = { ...CONV_OPTIONS, channelMultiplier: true };

const SEPARABLE_OPTIONS: OptionNames<SeparableConvOptions> = { ...DEPTHWISE_OPTIONS, pointwiseInit: true };

/**
 * A convolution of each channel by itself: `f32[..., h, w, in]` to `f32[..., h, w, in · channelMultiplier]`.
 *
 * Parameters: `w: f32[...kernelShape, 1, in · channelMultiplier]`, `b: f32[in · channelMultiplier]`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { DepthwiseConv2D } from "@elegy/nn";
 *
 * const conv = DepthwiseConv2D(3, { channelMultiplier: 2 });
 * conv.init({ rng: random.key(0), args: [np.ones([1, 5, 5, 3])] }).preds.shape; // => [1,5,5,6]
 * ```
 */
export function DepthwiseConv2D(
  kernelShape: number | readonly number[],
  options: DepthwiseConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return depthwise("DepthwiseConv2D", kernelShape, 2, options);
}

/**
 * {@link DepthwiseConv2D} over one axis.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { DepthwiseConv1D } from "@elegy/nn";
 *
 * DepthwiseConv1D(3, { channelMultiplier: 2 }).init({ rng: random.key(0), args: [np.ones([1, 6, 3])] }).preds.shape; // => [1,6,6]
 * ```
 */
export function DepthwiseConv1D(
  kernelShape: number | readonly number[],
  options: DepthwiseConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return depthwise("DepthwiseConv1D", kernelShape, 1, options);
}

/**
 * A depthwise convolution without bias, and a convolution of window 1 that mixes the channels. Stride, rate, padding,
 * `wInit` and `mask` are those of the first.
 *
 * Parameters: `depthwise.w`, `pointwise.w`, `pointwise.b`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { SeparableConv2D } from "@elegy/nn";
 *
 * const conv = SeparableConv2D(8, 3);
 * conv.init({ rng: random.key(0), args: [np.ones([1, 5, 5, 3])] }).preds.shape; // => [1,5,5,8]
 * ```
 */
export function SeparableConv2D(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: SeparableConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return separable("SeparableConv2D", outputChannels, kernelShape, options);
}

/**
 * {@link SeparableConv2D} over one axis.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { SeparableConv1D } from "@elegy/nn";
 *
 * SeparableConv1D(8, 3).init({ rng: random.key(0), args: [np.ones([1, 6, 3])] }).preds.shape; // => [1,6,8]
 * ```
 */
export function SeparableConv1D(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: SeparableConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return separable("SeparableConv1D", outputChannels, kernelShape, options);
}

function depthwise(
  kind: string,
  kernel: number | readonly number[],
  spatial: number,
  options: DepthwiseConvOptions,
): Layer<[x: Tensor], Tensor> {
  const { channelMultiplier = 1 } = options;
  requireOptions(kind, options, DEPTHWISE_OPTIONS);
  const dataFormat = dataFormatOf(kind, options);
  requireSize(kind, "channelMultiplier", channelMultiplier);
  const window = perAxis(kind, "kernelShape", kernel, spatial);
  const strides = perAxis(kind, "stride", options.stride ?? 1, spatial);
  const kernelDilation = perAxis(kind, "rate", options.rate ?? 1, spatial);
  const padding = paddingOf(kind, options, window, kernelDilation);
  return layer(kind, {}, (self, x: Tensor) => {
    requireRank(kind, x, spatial + 1, `f32[..., ${"size, ".repeat(spatial)}in]`);
    return inFormat(dataFormat, x, spatial, (input) => {
      const channels = input.shape.at(-1)!;
      const w = convWeights(self, kind, [...window, 1, channels * channelMultiplier], options);
      const y = nn.conv(input, w, { strides, padding, kernelDilation, featureGroupCount: channels });
      return withConvBias(self, y, options);
    });
  });
}

function separable(
  kind: "SeparableConv1D" | "SeparableConv2D",
  outputChannels: number,
  kernel: number | readonly number[],
  { pointwiseInit, withBias = true, bInit = nn.initializers.zeros, ...options }: SeparableConvOptions,
): Layer<[x: Tensor], Tensor> {
  requireOptions(kind, options, SEPARABLE_OPTIONS);
  const [first, second] =
    kind === "SeparableConv1D" ? ([DepthwiseConv1D, Conv1D] as const) : ([DepthwiseConv2D, Conv2D] as const);
  const dataFormat = dataFormatOf(kind, options);
  const parts = {
    depthwise: first(kernel, { ...options, withBias: false }),
    pointwise: second(outputChannels, 1, {
      withBias,
      bInit,
      dataFormat,
      ...(pointwiseInit ? { wInit: pointwiseInit } : {}),
    }),
  };
  return layer(kind, parts, ({ depthwise: each, pointwise }, x: Tensor) => pointwise(each(x)));
}
