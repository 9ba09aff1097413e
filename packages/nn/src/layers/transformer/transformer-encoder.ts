import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { MultiHeadAttention } from "../attention/multi-head-attention.ts";
import { Dropout } from "../dropout.ts";
import { LayerNormalization } from "../normalization/layer-normalization.ts";
import { requireOptions, requireSize } from "../require.ts";
import { feedForward } from "./feed-forward.ts";
import { TRANSFORMER_LAYER_OPTIONS, type TransformerLayerOptions } from "./transformer-options.ts";

export interface EncoderCall {
  /** Where `false`, nothing is attended to: `bool[batch, heads, time, time]`, or 1 instead of a size. */
  readonly mask?: Tensor;
  /** Nobody attends to what comes later. Default `false`. */
  readonly isCausal?: boolean;
}

/**
 * Self-attention and a feed-forward part, each with dropout, a residual and a normalization (Vaswani et al., 2017):
 * `f32[batch, time, size]` to the same shape.
 *
 * Parameters: `attention`, `attentionNorm`, `feedForward`, `feedForwardNorm`.
 *
 * @throws ArgumentInvalidError for features that are not a multiple of the heads, where no `headSize` is given.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerEncoderLayer } from "@elegy/nn";
 *
 * const encoder = TransformerEncoderLayer({ numHeads: 2 });
 * encoder.init({ rng: random.key(0), args: [np.ones([2, 5, 8])] }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerEncoderLayer(
  options: TransformerLayerOptions = {},
): Layer<[x: Tensor, call?: EncoderCall], Tensor> {
  const { dropout = 0.1, numHeads = 8, normFirst = false } = options;
  requireOptions("TransformerEncoderLayer", options, TRANSFORMER_LAYER_OPTIONS);
  requireSize("TransformerEncoderLayer", "numHeads", numHeads);
  const parts = {
    attentionNorm: LayerNormalization(),
    feedForward: feedForward(options),
    feedForwardNorm: LayerNormalization(),
    drop: Dropout(dropout),
  };
  return layer("TransformerEncoderLayer", parts, (self, x: Tensor, call: EncoderCall = {}) => {
    const headSize = options.headSize ?? headSizeOf("TransformerEncoderLayer", x, numHeads);
    const attention = self.part("attention", MultiHeadAttention(headSize, numHeads, { dropout }));
    const attend = (y: Tensor): Tensor => self.drop(attention(y, call));
    const feed = (y: Tensor): Tensor => self.drop(self.feedForward(y));
    if (normFirst) {
      const attended = x.add(attend(self.attentionNorm(x)));
      return attended.add(feed(self.feedForwardNorm(attended)));
    }
    const attended = self.attentionNorm(x.add(attend(x)));
    return self.feedForwardNorm(attended.add(feed(attended)));
  });
}

/**
 * `count` layers of encoding, one after the other. Parameters: `layers.0`, `layers.1`, …
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerEncoder } from "@elegy/nn";
 *
 * const encoder = TransformerEncoder(2, { numHeads: 2 });
 * encoder.init({ rng: random.key(0), args: [np.ones([2, 5, 8])] }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerEncoder(
  count: number,
  options: TransformerLayerOptions = {},
): Layer<[x: Tensor, call?: EncoderCall], Tensor> {
  requireSize("TransformerEncoder", "count", count);
  const layers = Array.from({ length: count }, () => TransformerEncoderLayer(options));
  return layer("TransformerEncoder", { layers }, (self, x: Tensor, call: EncoderCall = {}) =>
    self.layers.reduce((value, one) => one(value, call), x),
  );
}

/** @throws ArgumentInvalidError */
export function headSizeOf(kind: string, x: Tensor, numHeads: number): number {
  const size = x.shape.at(-1) ?? 0;
  if (size % numHeads === 0 && size > 0) return size / numHeads;
  throw new ArgumentInvalidError({
    operation: kind,
    problem: "the features cannot be divided among the heads",
    expected: `a multiple of ${numHeads}`,
    received: formatSpec(x.spec),
    hint: "Pass headSize.",
  });
}
