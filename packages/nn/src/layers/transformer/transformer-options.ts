import type { Tensor } from "@elegy/autodiff";
import { type OptionNames } from "../require.ts";

export interface TransformerLayerOptions {
  /** Features of each head. Default: those of the input divided by the heads. */
  readonly headSize?: number;
  /** Default 8. */
  readonly numHeads?: number;
  /** Features between the two products of the feed-forward part. Default: four times those of the input. */
  readonly feedForwardSize?: number;
  /** Default 0.1. */
  readonly dropout?: number;
  /** Default `nn.relu`. */
  readonly activation?: (x: Tensor) => Tensor;
  /** Normalize before attention and feed-forward part and not after them. Default `false`, as in the paper. */
  readonly normFirst?: boolean;
}

/** The names of {@link TransformerLayerOptions}. */
export const TRANSFORMER_LAYER_OPTIONS: OptionNames<TransformerLayerOptions> = {
  headSize: true,
  numHeads: true,
  feedForwardSize: true,
  dropout: true,
  activation: true,
  normFirst: true,
};
