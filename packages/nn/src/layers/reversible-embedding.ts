import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import type { Initializer } from "../layer/scope.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "./require.ts";
import { requireWholeNumbers } from "./whole-numbers.ts";

export interface ReversibleEmbeddingOptions {
  /** Use the table backwards too, and not another one. Default `true`. */
  readonly tieWeights?: boolean;
  /** Default: the normal distribution with standard deviation 0.02, as in GPT-2. */
  readonly wInit?: Initializer;
}

export interface ReversibleEmbeddingCall {
  /** From features to a score for each row. Default `false`. */
  readonly reverse?: boolean;
}

const OPTIONS: OptionNames<ReversibleEmbeddingOptions> = { tieWeights: true, wInit: true };
const CALL: OptionNames<ReversibleEmbeddingCall> = { reverse: true };

/**
 * A row of a table for each whole number, `i32[...]` to `f32[..., embedDim]`, as {@link Embedding}; and with `reverse`
 * the products with all rows, `f32[..., embedDim]` to logits `f32[..., vocabSize]` (Press and Wolf, 2017).
 *
 * Parameters: `embeddings: f32[vocabSize, embedDim]`, and without tied weights `reverseEmbeddings: f32[embedDim, vocabSize]`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, or inputs that are not whole numbers.
 * @example
 * ```ts
 * import { layer, ReversibleEmbedding } from "@elegy/nn";
 *
 * const tokens = ReversibleEmbedding(100, 8);
 * const net = layer("Net", { tokens }, (self, ids) => self.tokens(self.tokens(ids), { reverse: true }));
 * const { preds, params } = net.init({ rng: random.key(0), args: [np.array([[3, 1, 4]])] });
 * preds.shape; // => [1,3,100]
 * Object.keys(params.tokens); // => ["embeddings"]
 * ```
 */
export function ReversibleEmbedding(
  vocabSize: number,
  embedDim: number,
  options: ReversibleEmbeddingOptions = {},
): Layer<[x: Tensor, call?: ReversibleEmbeddingCall], Tensor> {
  const kind = "ReversibleEmbedding";
  requireOptions(kind, options, OPTIONS);
  requireSize(kind, "vocabSize", vocabSize);
  requireSize(kind, "embedDim", embedDim);
  const { tieWeights = true, wInit = nn.initializers.normal({ stddev: 0.02 }) } = options;
  return layer(kind, {}, (self, x: Tensor, call: ReversibleEmbeddingCall = {}) => {
    requireOptions(kind, call, CALL);
    const table = (): Tensor => self.param("embeddings", wInit, [vocabSize, embedDim]);
    if (!call.reverse) {
      requireWholeNumbers(kind, x);
      return np.take(table(), x, { axis: 0 });
    }
    requireRank(kind, x, 1, "f32[..., embedDim]");
    return np.dot(
      x,
      tieWeights ? np.transpose(table()) : self.param("reverseEmbeddings", wInit, [embedDim, vocabSize]),
    );
  });
}
