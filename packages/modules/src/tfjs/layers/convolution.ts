import { lax, nn, np, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { type LayerScope, leaf, type TranslatedLayer } from "../translated-layer.ts";
import { dataFormat } from "./data-format.ts";

/** What all convolutions have in common: format, bias and activation. */
function withEnds(
  config: LayerConfig,
  params: readonly string[],
  convolve: (x: Tensor, scope: LayerScope) => Tensor,
): TranslatedLayer {
  const inFormat = dataFormat(config);
  const useBias = config.flag("use_bias", true);
  const activation = config.activation("activation");
  // They count filters, which the weights know.
  for (const count of ["filters", "rank"]) config.raw(count);
  return leaf({
    params: useBias ? [...params, "bias"] : params,
    mask: "drop",
    call: (x, scope) =>
      inFormat(x, (image) => {
        const y = convolve(image, scope);
        return activation(useBias ? y.add(scope.weight("bias")) : y);
      }),
  });
}

interface WindowOptions {
  readonly strides: readonly number[];
  readonly padding: "SAME" | "VALID";
  readonly kernelDilation: readonly number[];
}

function windowOptions(config: LayerConfig, axes: number): WindowOptions {
  config.numbers("kernel_size", axes);
  return {
    strides: config.numbers("strides", axes, 1),
    padding: paddingOf(config),
    kernelDilation: config.numbers("dilation_rate", axes, 1),
  };
}

/** As `same` or `valid` in the other libraries. */
export function paddingOf(config: LayerConfig): "SAME" | "VALID" {
  return config.choice("padding", ["valid", "same"]) === "same" ? "SAME" : "VALID";
}

/** A convolution over one to three axes, with the kernel `[...window, in, filters]`. */
export function convolution(axes: number): (config: LayerConfig) => TranslatedLayer {
  return (config) => {
    const options = windowOptions(config, axes);
    const groups = config.number("groups", 1);
    return withEnds(config, ["kernel"], (x, scope) =>
      nn.conv(x, scope.weight("kernel"), { ...options, featureGroupCount: groups }),
    );
  };
}

/** The gradient of a convolution, whose kernel is `[...window, filters, in]`: our own kernel is its mirror image. */
export function convolutionTranspose(axes: number): (config: LayerConfig) => TranslatedLayer {
  return (config) => {
    const { strides, padding, kernelDilation } = windowOptions(config, axes);
    if (kernelDilation.some((rate) => rate !== 1))
      throw config.unsupported("dilation_rate", kernelDilation, "1");
    config.only("output_padding", undefined);
    const spatial = Array.from({ length: axes }, (_, axis) => axis);
    return withEnds(config, ["kernel"], (x, scope) =>
      lax.convTranspose(x, np.swapaxes(np.flip(scope.weight("kernel"), spatial), -1, -2), {
        strides,
        padding,
      }),
    );
  };
}

/** Each channel by itself, with the kernel `[...window, in, multiplier]`. */
function depthwise(x: Tensor, kernel: Tensor, options: WindowOptions): Tensor {
  const [channels = 0, multiplier = 0] = kernel.shape.slice(-2);
  return nn.conv(x, kernel.reshape([...kernel.shape.slice(0, -2), 1, channels * multiplier]), {
    ...options,
    featureGroupCount: channels,
  });
}

export function depthwiseConvolution(axes: number): (config: LayerConfig) => TranslatedLayer {
  return (config) => {
    const options = windowOptions(config, axes);
    config.raw("depth_multiplier");
    return withEnds(config, ["depthwise_kernel"], (x, scope) =>
      depthwise(x, scope.weight("depthwise_kernel"), options),
    );
  };
}

/** A depthwise convolution, and one of window 1 that mixes the channels. */
export function separableConvolution(axes: number): (config: LayerConfig) => TranslatedLayer {
  return (config) => {
    const options = windowOptions(config, axes);
    config.raw("depth_multiplier");
    return withEnds(config, ["depthwise_kernel", "pointwise_kernel"], (x, scope) =>
      nn.conv(depthwise(x, scope.weight("depthwise_kernel"), options), scope.weight("pointwise_kernel")),
    );
  };
}
