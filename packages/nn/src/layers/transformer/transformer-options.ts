import { isTensor, type Tensor } from "@elegy/autodiff";
import type { Initializer } from "../../layer/scope.ts";
import type { OptionNames } from "../require.ts";

export interface TransformerLayerOptions {
  /** Features of each head. Default: those of the input divided by the heads. */
  readonly headSize?: number;
  /** Default 8. */
  readonly numHeads?: number;
  /** Heads of keys and values, shared among groups of heads: a divisor of `numHeads`. Default `numHeads`. */
  readonly keyValueHeads?: number;
  /** Turn queries and keys of the self-attention by their positions (`RotaryEmbedding`). Default `false`. */
  readonly rotary?: boolean;
  /** Features between the two products of the feed-forward part. Default: four times those of the input. */
  readonly feedForwardSize?: number;
  /** Default 0.1. */
  readonly dropout?: number;
  /** Default `nn.relu`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Normalize before attention and feed-forward part and not after them. Default `false`, as in the paper. */
  readonly normFirst?: boolean;
  /** Of all products. Default: those of `MultiHeadAttention` and `Linear`. */
  readonly kernelInitializer?: Initializer;
}

/** What a layer gives with `returnDetails`. */
export interface TransformerOutput<Cache> {
  /** `f32[batch, time, size]`. */
  readonly output: Tensor;
  /** What the next call is given; `null` where this one was given none. */
  readonly cache: Cache | null;
}

/** The names of {@link TransformerLayerOptions}. */
export const TRANSFORMER_LAYER_OPTIONS: OptionNames<
  TransformerLayerOptions & { readonly returnDetails?: boolean }
> = {
  headSize: true,
  numHeads: true,
  keyValueHeads: true,
  rotary: true,
  feedForwardSize: true,
  dropout: true,
  activation: true,
  normFirst: true,
  kernelInitializer: true,
  returnDetails: true,
};

/** What a layer gives, with `returnDetails` or without. */
export function detailsOf<Cache>(output: Tensor | TransformerOutput<Cache>): TransformerOutput<Cache> {
  return isTensor(output) ? { output, cache: null } : output;
}
