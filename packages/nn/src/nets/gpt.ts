import { nn, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { PositionEmbedding } from "../layers/attention/position-embedding.ts";
import { Dropout } from "../layers/dropout.ts";
import { Embedding } from "../layers/embedding.ts";
import { Linear } from "../layers/linear.ts";
import { LayerNormalization } from "../layers/normalization/layer-normalization.ts";
import { TransformerEncoder } from "../layers/transformer/transformer-encoder.ts";
import { type OptionNames, requireOptions } from "../layers/require.ts";

export interface GPTOptions {
  /** How many tokens there are. */
  readonly vocabSize: number;
  /** The longest sequence. */
  readonly maxLength: number;
  /** Features. Default 128. */
  readonly width?: number;
  /** Layers. Default 2. */
  readonly depth?: number;
  /** Default 4. */
  readonly numHeads?: number;
  /** Default 0.1. */
  readonly dropout?: number;
}

const OPTIONS: OptionNames<GPTOptions> = {
  vocabSize: true,
  maxLength: true,
  width: true,
  depth: true,
  numHeads: true,
  dropout: true,
};

/**
 * A small decoder-only transformer in the manner of GPT-2 (Radford et al., 2019): learned positions, layers that
 * normalize first, `gelu`, causal attention: tokens `i32[batch, time]` to logits of the next token
 * `f32[batch, time, vocabSize]`.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { nets } from "@elegy/nn";
 *
 * const gpt = nets.GPT({ vocabSize: 11, maxLength: 8, width: 16 });
 * gpt.init({ rng: random.key(0), args: [np.array([[3, 1, 4, 1, 5]])] }).preds.shape; // => [1,5,11]
 * ```
 */
export function GPT(options: GPTOptions): Layer<[ids: Tensor], Tensor> {
  requireOptions("GPT", options, OPTIONS);
  const { vocabSize, maxLength, width = 128, depth = 2, numHeads = 4, dropout = 0.1 } = options;
  const wInit = nn.initializers.normal({ stddev: 0.02 });
  const parts = {
    tokens: Embedding(vocabSize, width, { wInit }),
    positions: PositionEmbedding(maxLength),
    drop: Dropout(dropout),
    blocks: TransformerEncoder(depth, { numHeads, dropout, activation: nn.gelu, normFirst: true }),
    norm: LayerNormalization(),
    logits: Linear(vocabSize, { withBias: false, wInit }),
  };
  return layer("GPT", parts, ({ tokens, positions, drop, blocks, norm, logits }, ids: Tensor) =>
    logits(norm(blocks(drop(positions(tokens(ids))), { isCausal: true }))),
  );
}
