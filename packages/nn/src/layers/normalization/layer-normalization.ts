import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { Initializer } from "../../layer/scope.ts";
import { axesOf } from "./normalized-axes.ts";
import {
  NORMALIZATION_CALL,
  NORMALIZATION_OPTIONS,
  type NormalizationCall,
  type NormalizationOptions,
  requireNormalization,
  scaleAndOffset,
} from "./scale-and-offset.ts";
import { inWide } from "../in-wide.ts";
import { type OptionNames, requireOptions } from "../require.ts";

export interface LayerNormalizationOptions extends NormalizationOptions {
  /** The axes that mean and variance are taken over, and that scale and offset have. Default −1. */
  readonly axis?: number | readonly number[];
}

const LAYER_OPTIONS: OptionNames<LayerNormalizationOptions> = { ...NORMALIZATION_OPTIONS, axis: true };

/**
 * `(x − mean) / √(variance + eps) · scale + offset` over the last axis of each sample (Ba, Kiros and Hinton, 2016).
 *
 * Parameters: `scale`, `offset`, of the sizes along `axis` as in Keras, of which Elegy takes the last alone.
 *
 * @throws ArgumentInvalidError for an axis that the input does not have, or a call with a scale or offset that the layer
 * has itself.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { LayerNormalization } from "@elegy/nn";
 *
 * const norm = LayerNormalization({ eps: 0 });
 * await norm.init({ rng: random.key(0), args: [np.array([[1, 3]])] }).preds.array(); // => [[-1,1]]
 * ```
 */
export function LayerNormalization(
  options: LayerNormalizationOptions = {},
): Layer<[x: Tensor, call?: NormalizationCall], Tensor> {
  requireNormalization("LayerNormalization", options, LAYER_OPTIONS);
  const { axis = -1, eps = 1e-5 } = options;
  return layer("LayerNormalization", {}, (self, x: Tensor, call: NormalizationCall = {}) => {
    requireOptions("LayerNormalization", call, NORMALIZATION_CALL);
    const axes = axesOf("LayerNormalization", x, axis);
    return inWide(x, (wide) => {
      const normal = nn.standardize(wide, { axis: axes, epsilon: eps });
      return scaleAndOffset(self, "LayerNormalization", normal, axes, options, call);
    });
  });
}

export interface RMSNormalizationOptions {
  /** The axes whose squares are averaged, and that the scale has. Default −1. */
  readonly axis?: number | readonly number[];
  /** Multiply by a parameter `scale`. Default `true`. */
  readonly createScale?: boolean;
  /** Added to the mean of squares. Default 1e-6. */
  readonly eps?: number;
  /** Default: ones. */
  readonly scaleInit?: Initializer;
}

const RMS_OPTIONS: OptionNames<RMSNormalizationOptions> = {
  axis: true,
  createScale: true,
  eps: true,
  scaleInit: true,
};

/**
 * `x / √(mean(x²) + eps) · scale` over the last axis (Zhang and Sennrich, 2019).
 *
 * Parameters: `scale`, of the sizes along `axis`.
 *
 * @throws ArgumentInvalidError for an axis that the input does not have.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { RMSNormalization } from "@elegy/nn";
 *
 * const norm = RMSNormalization({ eps: 0 });
 * await norm.init({ rng: random.key(0), args: [np.array([[1, 7]])] }).preds.array(); // => [[0.2,1.4]]
 * ```
 */
export function RMSNormalization(options: RMSNormalizationOptions = {}): Layer<[x: Tensor], Tensor> {
  requireNormalization("RMSNormalization", options, RMS_OPTIONS);
  const { axis = -1, eps = 1e-6 } = options;
  return layer("RMSNormalization", {}, (self, x: Tensor) => {
    const axes = axesOf("RMSNormalization", x, axis);
    return inWide(x, (wide) => {
      const variance = np.square(wide).mean({ axis: axes, keepdims: true });
      const normal = nn.standardize(wide, { axis: axes, mean: 0, variance, epsilon: eps });
      return scaleAndOffset(self, "RMSNormalization", normal, axes, { ...options, createOffset: false });
    });
  });
}
