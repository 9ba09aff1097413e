import type { Tensor } from "@elegy/autodiff";

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
