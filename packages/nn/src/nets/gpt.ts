import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { keyValueCache } from "../layers/attention/key-value-cache.ts";
import { PositionEmbedding } from "../layers/attention/position-embedding.ts";
import { SinusoidalEncoding } from "../layers/attention/sinusoidal-encoding.ts";
import { Dropout } from "../layers/dropout.ts";
import { LayerNormalization } from "../layers/normalization/layer-normalization.ts";
import { ReversibleEmbedding } from "../layers/reversible-embedding.ts";
import { TransformerEncoder } from "../layers/transformer/transformer-encoder.ts";
import type { TransformerLayerOptions } from "../layers/transformer/transformer-options.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../layers/require.ts";
import type { CachedCall, CachedOutput, LanguageModel } from "./language-model.ts";

/**
 * How a network knows the order of tokens: by a parameter for each position, by waves that are added, by turning queries
 * and keys (`RotaryEmbedding`), or by the causal mask alone.
 */
export type GPTPositions = "learned" | "sinusoidal" | "rotary" | "none";

export interface GPTOptions {
  /** How many tokens there are. */
  readonly vocabSize: number;
  /** The longest sequence. */
  readonly maxLength: number;
  /** Features, a multiple of `numHeads`. Default 128. */
  readonly width?: number;
  /** Layers. Default 2. */
  readonly depth?: number;
  /** Default 4. */
  readonly numHeads?: number;
  /** Default 0.1. */
  readonly dropout?: number;
  /** Default `"learned"`. */
  readonly positions?: GPTPositions;
  /** Logits are products with the table of the tokens, and not with a table of their own. Default `true`. */
  readonly tieWeights?: boolean;
}

/** Tokens `i32[batch, time]` to logits `f32[batch, time, vocabSize]`, and what {@link generate} needs. */
export interface GPTLayer extends Layer<[ids: Tensor], Tensor>, LanguageModel {}

const OPTIONS: OptionNames<GPTOptions> = {
  vocabSize: true,
  maxLength: true,
  width: true,
  depth: true,
  numHeads: true,
  dropout: true,
  positions: true,
  tieWeights: true,
};

/**
 * A small decoder-only transformer in the manner of GPT-2 (Radford et al., 2019): layers that normalize first, `gelu`,
 * causal attention: tokens `i32[batch, time]` to logits of the next token `f32[batch, time, vocabSize]`.
 *
 * Its `cached` is the same network with the same parameters, which goes on from a cache of earlier tokens.
 *
 * Parameters: `tokens.embeddings`, `positions.embeddings` (learned), `blocks.layers.0`, …, `norm`, and without tied
 * weights `tokens.reverseEmbeddings`.
 *
 * @throws ArgumentInvalidError for sizes that do not fit, or a sequence longer than `maxLength`.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { nets } from "@elegy/nn";
 *
 * const gpt = nets.GPT({ vocabSize: 11, maxLength: 8, width: 16 });
 * gpt.init({ rng: random.key(0), args: [np.array([[3, 1, 4, 1, 5]])] }).preds.shape; // => [1,5,11]
 * ```
 */
export function GPT(options: GPTOptions): GPTLayer {
  requireOptions("GPT", options, OPTIONS);
  const { vocabSize, maxLength, width = 128, depth = 2, numHeads = 4 } = options;
  for (const [name, size] of Object.entries({ vocabSize, maxLength, width, depth, numHeads })) {
    requireSize("GPT", name, size);
  }
  requireMultiple(width, numHeads);
  const [parts, ofBlocks] = [partsOf(options), blocksOf(options)];
  const whole = layer(
    "GPT",
    { ...parts, blocks: TransformerEncoder(depth, ofBlocks) },
    (self, ids: Tensor) => {
      requireContext(ids, maxLength);
      const blocks = self.blocks(self.drop(self.positions(self.tokens(ids), 0)), { isCausal: true });
      return self.tokens(self.norm(blocks), { reverse: true });
    },
  );
  const cached = layer(
    "GPT",
    { ...parts, blocks: TransformerEncoder(depth, { ...ofBlocks, returnDetails: true }) },
    (self, ids: Tensor, { cache, step }: CachedCall): CachedOutput => {
      requireContext(ids, maxLength);
      const first = cache[0]?.length ?? 0;
      const blocks = self.blocks(self.drop(self.positions(self.tokens(ids), first)), { cache });
      const asked = step === undefined ? blocks.output : lax.dynamicIndexInDim(blocks.output, step, 1);
      return { logits: self.tokens(self.norm(asked), { reverse: true }), cache: blocks.cache ?? [] };
    },
  );
  const size = { maxLength, heads: numHeads, headSize: width / numHeads };
  return Object.assign(whole, {
    vocabSize,
    maxLength,
    cached,
    emptyCache: (batch: number) => Array.from({ length: depth }, () => keyValueCache({ ...size, batch })),
  });
}

const wInit = nn.initializers.normal({ stddev: 0.02 });

const partsOf = ({ vocabSize, maxLength, width = 128, dropout = 0.1, ...options }: GPTOptions) => ({
  tokens: ReversibleEmbedding(vocabSize, width, { wInit, tieWeights: options.tieWeights ?? true }),
  positions: positionsOf(options.positions ?? "learned", maxLength),
  drop: Dropout(dropout),
  norm: LayerNormalization(),
});

const blocksOf = ({ numHeads = 4, dropout = 0.1, positions }: GPTOptions): TransformerLayerOptions => ({
  numHeads,
  dropout,
  activation: nn.gelu,
  normFirst: true,
  kernelInitializer: wInit,
  rotary: positions === "rotary",
});

type Positions = Layer<[x: Tensor, first?: Tensor | number], Tensor>;

function positionsOf(
  positions: GPTPositions,
  maxLength: number,
): Positions | ((x: Tensor, first?: Tensor | number) => Tensor) {
  switch (positions) {
    case "learned":
      return PositionEmbedding(maxLength);
    case "sinusoidal":
      return SinusoidalEncoding();
    case "rotary":
    case "none":
      return (x) => x;
    default:
      throw new ArgumentInvalidError({
        operation: "GPT",
        problem: "there are no such positions",
        expected: `"learned", "sinusoidal", "rotary" or "none"`,
        received: JSON.stringify(positions),
      });
  }
}

function requireMultiple(width: number, numHeads: number): void {
  if (width % numHeads === 0) return;
  throw new ArgumentInvalidError({
    operation: "GPT",
    problem: "the features cannot be divided among the heads",
    expected: `a width that is a multiple of numHeads, ${numHeads}`,
    received: String(width),
  });
}

function requireContext(ids: Tensor, maxLength: number): void {
  requireRank("GPT", ids, 2, "i32[batch, time]");
  if (ids.shape[1] <= maxLength) return;
  throw new ArgumentInvalidError({
    operation: "GPT",
    problem: "the sequence is too long",
    expected: `at most ${maxLength} tokens (maxLength)`,
    received: formatSpec(ids.spec),
  });
}
