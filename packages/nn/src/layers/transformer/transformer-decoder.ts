import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { MultiHeadAttention } from "../attention/multi-head-attention.ts";
import { Dropout } from "../dropout.ts";
import { LayerNormalization } from "../normalization/layer-normalization.ts";
import { requireOptions, requireSize } from "../require.ts";
import { feedForward } from "./feed-forward.ts";
import { headSizeOf } from "./transformer-encoder.ts";
import { TRANSFORMER_LAYER_OPTIONS, type TransformerLayerOptions } from "./transformer-options.ts";

export interface DecoderCall {
  /** For the attention to `x` itself. Default: nobody attends to what comes later. */
  readonly mask?: Tensor;
  /** For the attention to the memory. */
  readonly memoryMask?: Tensor;
  /** Default `true`. */
  readonly isCausal?: boolean;
}

/**
 * Causal self-attention, attention to what an encoder gave, and a feed-forward part (Vaswani et al., 2017):
 * `f32[batch, time, size]` and the memory `f32[batch, source, in]` to the shape of the first.
 *
 * Parameters: `attention`, `cross`, `feedForward` and a norm for each.
 *
 * @throws ArgumentInvalidError for features that are not a multiple of the heads, where no `headSize` is given.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerDecoderLayer } from "@elegy/nn";
 *
 * const decoder = TransformerDecoderLayer({ numHeads: 2 });
 * const args = [np.ones([2, 5, 8]), np.ones([2, 3, 8])];
 * decoder.init({ rng: random.key(0), args }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerDecoderLayer(
  options: TransformerLayerOptions = {},
): Layer<[x: Tensor, memory: Tensor, call?: DecoderCall], Tensor> {
  const { dropout = 0.1, numHeads = 8, normFirst = false } = options;
  requireOptions("TransformerDecoderLayer", options, TRANSFORMER_LAYER_OPTIONS);
  requireSize("TransformerDecoderLayer", "numHeads", numHeads);
  const parts = {
    attentionNorm: LayerNormalization(),
    crossNorm: LayerNormalization(),
    feedForward: feedForward(options),
    feedForwardNorm: LayerNormalization(),
    drop: Dropout(dropout),
  };
  return layer(
    "TransformerDecoderLayer",
    parts,
    (self, x: Tensor, memory: Tensor, call: DecoderCall = {}) => {
      const { mask, memoryMask, isCausal = true } = call;
      const headSize = options.headSize ?? headSizeOf("TransformerDecoderLayer", x, numHeads);
      const attention = self.part("attention", MultiHeadAttention(headSize, numHeads, { dropout }));
      // A projection to the features of x, whatever those of the memory are.
      const cross = self.part(
        "cross",
        MultiHeadAttention(headSize, numHeads, { dropout, outputSize: x.shape.at(-1)! }),
      );
      const steps = [
        [self.attentionNorm, (y: Tensor) => attention(y, { isCausal, ...(mask ? { mask } : {}) })],
        [
          self.crossNorm,
          (y: Tensor) => cross(y, { key: memory, ...(memoryMask ? { mask: memoryMask } : {}) }),
        ],
        [self.feedForwardNorm, self.feedForward],
      ] as const;
      return steps.reduce(
        (value, [norm, step]) =>
          normFirst ? value.add(self.drop(step(norm(value)))) : norm(value.add(self.drop(step(value)))),
        x,
      );
    },
  );
}

/**
 * `count` layers of decoding, one after the other. Parameters: `layers.0`, `layers.1`, …
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerDecoder } from "@elegy/nn";
 *
 * TransformerDecoder(2, { numHeads: 2 }).init({ rng: random.key(0), args: [np.ones([2, 5, 8]), np.ones([2, 3, 8])] }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerDecoder(
  count: number,
  options: TransformerLayerOptions = {},
): Layer<[x: Tensor, memory: Tensor, call?: DecoderCall], Tensor> {
  requireSize("TransformerDecoder", "count", count);
  const layers = Array.from({ length: count }, () => TransformerDecoderLayer(options));
  return layer("TransformerDecoder", { layers }, (self, x: Tensor, memory: Tensor, call: DecoderCall = {}) =>
    self.layers.reduce((value, one) => one(value, memory, call), x),
  );
}
