import type { Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { requireOptions, requireRank, requireSize } from "../require.ts";
import { CONV_OPTIONS, type ConvOptions, type Padding, perAxis } from "./conv-options.ts";
import { convWeights, withConvBias } from "./conv-weights.ts";
import { dataFormatOf, inFormat } from "./data-format.ts";

export interface ConvTransposeOptions extends Omit<ConvOptions, "padding"> {
  /** That of the image with holes, as in `lax.convTranspose`. Default `"SAME"`. */
  readonly padding?: Padding;
}

/**
 * A convolution that makes images larger by its strides, over one to three spatial axes: `f32[batch, ...spatial, in]`
 * to `f32[batch, ...spatial · stride, outputChannels]` with the padding `SAME`.
 *
 * Parameters: `w: f32[...kernelShape, in, outputChannels]`, `b: f32[outputChannels]`. As `lax.convTranspose`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv2DTranspose } from "@elegy/nn";
 *
 * const conv = Conv2DTranspose(8, 3, { stride: 2 });
 * conv.init({ rng: random.key(0), args: [np.ones([1, 5, 5, 3])] }).preds.shape; // => [1,10,10,8]
 * ```
 */
export function ConvNDTranspose(
  outputChannels: number,
  kernelShape: readonly number[],
  options: ConvTransposeOptions = {},
): Layer<[x: Tensor], Tensor> {
  return transposed(
    `Conv${kernelShape.length}DTranspose`,
    outputChannels,
    kernelShape,
    kernelShape.length,
    options,
  );
}

/**
 * {@link ConvNDTranspose} over one axis.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv1DTranspose } from "@elegy/nn";
 *
 * Conv1DTranspose(8, 3, { stride: 2 }).init({ rng: random.key(0), args: [np.ones([1, 6, 3])] }).preds.shape; // => [1,12,8]
 * ```
 */
export function Conv1DTranspose(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: ConvTransposeOptions = {},
): Layer<[x: Tensor], Tensor> {
  return transposed("Conv1DTranspose", outputChannels, kernelShape, 1, options);
}

/**
 * {@link ConvNDTranspose} over two axes.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv2DTranspose } from "@elegy/nn";
 *
 * Conv2DTranspose(8, 3, { stride: 2 }).init({ rng: random.key(0), args: [np.ones([1, 6, 6, 3])] }).preds.shape; // => [1,12,12,8]
 * ```
 */
export function Conv2DTranspose(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: ConvTransposeOptions = {},
): Layer<[x: Tensor], Tensor> {
  return transposed("Conv2DTranspose", outputChannels, kernelShape, 2, options);
}

/**
 * {@link ConvNDTranspose} over three axes.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Conv3DTranspose } from "@elegy/nn";
 *
 * Conv3DTranspose(2, 3, { stride: 2 }).init({ rng: random.key(0), args: [np.ones([1, 4, 4, 4, 3])] }).preds.shape; // => [1,8,8,8,2]
 * ```
 */
export function Conv3DTranspose(
  outputChannels: number,
  kernelShape: number | readonly number[],
  options: ConvTransposeOptions = {},
): Layer<[x: Tensor], Tensor> {
  return transposed("Conv3DTranspose", outputChannels, kernelShape, 3, options);
}

function transposed(
  kind: string,
  outputChannels: number,
  kernel: number | readonly number[],
  spatial: number,
  options: ConvTransposeOptions,
): Layer<[x: Tensor], Tensor> {
  const { padding = "SAME" } = options;
  requireOptions(kind, options, CONV_OPTIONS);
  const dataFormat = dataFormatOf(kind, options);
  requireSize(kind, "outputChannels", outputChannels);
  const window = perAxis(kind, "kernelShape", kernel, spatial);
  const strides = perAxis(kind, "stride", options.stride ?? 1, spatial);
  const rhsDilation = perAxis(kind, "rate", options.rate ?? 1, spatial);
  return layer(kind, {}, (self, x: Tensor) => {
    requireRank(kind, x, spatial + 2, `f32[batch, ${"size, ".repeat(spatial)}in]`);
    return inFormat(dataFormat, x, spatial, (input) => {
      const w = convWeights(self, kind, [...window, input.shape.at(-1)!, outputChannels], options);
      const dtype = np.resultType(input, w);
      const y = lax.convTranspose(input.astype(dtype), w.astype(dtype), { strides, padding, rhsDilation });
      return withConvBias(self, y, options);
    });
  });
}
