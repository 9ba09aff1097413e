import { nn, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { leaf, type TranslatedLayer } from "../translated-layer.ts";
import { paddingOf } from "./convolution.ts";
import { dataFormat } from "./data-format.ts";

/** Padding does not count in a mean. */
const mean: typeof nn.maxPool = (x, options) => nn.avgPool(x, { ...options, countIncludePad: false });

export function pooling(kind: "max" | "average", axes: number): (config: LayerConfig) => TranslatedLayer {
  const pool = kind === "max" ? nn.maxPool : mean;
  return (config) => {
    const windowShape = config.numbers("pool_size", axes, 2);
    const options = {
      windowShape,
      strides: config.numbers("strides", axes, windowShape),
      padding: paddingOf(config),
    };
    const inFormat = dataFormat(config);
    return leaf({ mask: "drop", call: (x) => inFormat(x, (image) => pool(image, options)) });
  };
}

/** The largest or mean element of each channel: `f32[batch, channels]`. */
export function globalPooling(kind: "max" | "average"): (config: LayerConfig) => TranslatedLayer {
  return (config) => {
    const first = config.choice("data_format", ["channels_last", "channels_first"]) === "channels_first";
    const keepdims = config.flag("keepdims", false);
    const axesOf = (x: Tensor): number[] =>
      Array.from({ length: x.ndim - 2 }, (_, axis) => axis + (first ? 2 : 1));
    return leaf({
      mask: "drop",
      call: (x) =>
        kind === "max" ? x.max({ axis: axesOf(x), keepdims }) : x.mean({ axis: axesOf(x), keepdims }),
    });
  };
}
