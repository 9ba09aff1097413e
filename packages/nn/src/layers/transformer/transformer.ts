import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { Linear } from "../linear.ts";
import { type DecoderCall, TransformerDecoder } from "./transformer-decoder.ts";
import { TransformerEncoder } from "./transformer-encoder.ts";
import type { TransformerLayerOptions } from "./transformer-options.ts";

export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 6. */
  readonly numEncoderLayers?: number;
  /** Default 6. */
  readonly numDecoderLayers?: number;
  /** A projection of the result to so many features. Default: none. */
  readonly outputSize?: number;
}

export interface TransformerCall extends Omit<DecoderCall, "cache"> {
  /** For the encoder's attention to the source. */
  readonly sourceMask?: Tensor;
}

/**
 * An encoder of a source and a decoder of a target that attends to it: `f32[batch, source, size]` and
 * `f32[batch, target, size]` to `f32[batch, target, size]`. Positions are the caller's: {@link SinusoidalEncoding}.
 *
 * Parameters: `encoder`, `decoder` and, with `outputSize`, `output`.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Transformer } from "@elegy/nn";
 *
 * const transformer = Transformer({ numHeads: 2, numEncoderLayers: 1, numDecoderLayers: 1, outputSize: 3 });
 * const args = [np.ones([2, 5, 8]), np.ones([2, 4, 8])];
 * transformer.init({ rng: random.key(0), args }).preds.shape; // => [2,4,3]
 * ```
 */
export function Transformer(
  options: TransformerOptions = {},
): Layer<[source: Tensor, target: Tensor, call?: TransformerCall], Tensor> {
  const { numEncoderLayers = 6, numDecoderLayers = 6, outputSize, ...ofLayers } = options;
  const parts = {
    encoder: TransformerEncoder(numEncoderLayers, ofLayers),
    decoder: TransformerDecoder(numDecoderLayers, ofLayers),
    output: outputSize === undefined ? (x: Tensor) => x : Linear(outputSize),
  };
  return layer(
    "Transformer",
    parts,
    ({ encoder, decoder, output }, source: Tensor, target: Tensor, call: TransformerCall = {}) => {
      const { sourceMask, ...decoding } = call;
      return output(decoder(target, encoder(source, sourceMask ? { mask: sourceMask } : {}), decoding));
    },
  );
}
