import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../require.ts";
import { CONV_OPTIONS, type ConvOptions, paddingOf, perAxis } from "./conv-options.ts";
import { convWeights, withConvBias } from "./conv-weights.ts";
import { dataFormatOf, inFormat } from "./data-format.ts";

export interface GroupedConvOptions extends ConvOptions {
  /** Channels in groups that do not meet. Default 1. */
  readonly groups?: number;
}

const OPTIONS: OptionNames<GroupedConvOptions> = { ...CONV_OPTIONS, groups: true };

/**
 * A convolution of any number of spatial axes (1 to 3): `f32[..., ...spatial, in]` to
 * `f32[..., ...spatial, outputChannels]`.
 *
 * Parameters: `w: f32[...kernelShape, in / groups, outputChannels]`, `b: f32[outputChannels]`.
 *
 * @param kernelShape the size of the window along each spatial axis.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { ConvND } from "@elegy/nn";
 *
 * const conv = ConvND(8, [3, 3], { stride: 2 });
 * const { preds, params } = conv.init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] });
 * preds.shape; // => [1,3,3,8]
 * params.w.shape; // => [3,3,3,8]
 * ```
 */
export function ConvND(
  outputChannels: number,
  kernelShape: readonly number[],
  options: GroupedConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return convolution(`Conv${kernelShape.length}D`, outputChannels, kernelShape, options);
}

/**
 * {@link ConvND} over one axis; a number is the size of the window.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv1D } from "@elegy/nn";
 *
 * Conv1D(8, 3, { stride: 2 }).init({ rng: random.key(0), args: [np.ones([1, 6, 3])] }).preds.shape; // => [1,3,8]
 * ```
 */
export function Conv1D(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: GroupedConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return convolution("Conv1D", outputChannels, perAxis("Conv1D", "kernelShape", kernelShape, 1), options);
}

/**
 * {@link ConvND} over two axes; a number is the size of the window along both.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv2D } from "@elegy/nn";
 *
 * Conv2D(8, 3, { padding: "VALID" }).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,4,4,8]
 * ```
 */
export function Conv2D(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: GroupedConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return convolution("Conv2D", outputChannels, perAxis("Conv2D", "kernelShape", kernelShape, 2), options);
}

/**
 * {@link ConvND} over three axes; a number is the size of the window along all.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv3D } from "@elegy/nn";
 *
 * Conv3D(8, 3).init({ rng: random.key(0), args: [np.ones([1, 4, 4, 4, 3])] }).preds.shape; // => [1,4,4,4,8]
 * ```
 */
export function Conv3D(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: GroupedConvOptions = {},
): Layer<[x: Tensor], Tensor> {
  return convolution("Conv3D", outputChannels, perAxis("Conv3D", "kernelShape", kernelShape, 3), options);
}

function convolution(
  kind: string,
  outputChannels: number,
  kernelShape: readonly number[],
  options: GroupedConvOptions,
): Layer<[x: Tensor], Tensor> {
  const { groups = 1 } = options;
  const spatial = kernelShape.length;
  requireOptions(kind, options, OPTIONS);
  const dataFormat = dataFormatOf(kind, options);
  requireSize(kind, "outputChannels", outputChannels);
  requireSize(kind, "groups", groups);
  const strides = perAxis(kind, "stride", options.stride ?? 1, spatial);
  const kernelDilation = perAxis(kind, "rate", options.rate ?? 1, spatial);
  const padding = paddingOf(kind, options, kernelShape, kernelDilation);
  return layer(kind, {}, (self, x: Tensor) => {
    requireRank(kind, x, spatial + 1, `f32[..., ${"size, ".repeat(spatial)}in]`);
    return inFormat(dataFormat, x, spatial, (input) => {
      const inputChannels = input.shape.at(-1)!;
      requireGroups(kind, input, inputChannels, outputChannels, groups);
      const w = convWeights(self, kind, [...kernelShape, inputChannels / groups, outputChannels], options);
      const y = nn.conv(input, w, {
        strides,
        padding,
        kernelDilation,
        featureGroupCount: groups,
      });
      return withConvBias(self, y, options);
    });
  });
}

function requireGroups(kind: string, x: Tensor, inputs: number, outputs: number, groups: number): void {
  if (inputs % groups === 0 && outputs % groups === 0) return;
  throw new ArgumentInvalidError({
    operation: kind,
    problem: "the channels cannot be divided into groups",
    expected: `input and output channels in multiples of ${groups}`,
    received: `${formatSpec(x.spec)} and ${outputs} output channels`,
  });
}
