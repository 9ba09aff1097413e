import { ArgumentInvalidError, formatSpec, isFloat, np, random, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import type { Initializer } from "../layer/scope.ts";
import { type OptionNames, requireOptions, requireSize } from "./require.ts";

export interface EmbeddingOptions {
  /** Default: the truncated normal distribution with standard deviation 1, as in Elegy. */
  readonly wInit?: Initializer;
}

const OPTIONS: OptionNames<EmbeddingOptions> = { wInit: true };

/**
 * A row of a table for each whole number: `i32[...]` to `f32[..., embedDim]`. Out of range is an error where values can
 * be seen, and otherwise NaN.
 *
 * Parameters: `embeddings: f32[vocabSize, embedDim]`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, or inputs that are not whole numbers.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Embedding } from "@elegy/nn";
 *
 * const { preds } = Embedding(100, 8).init({ rng: random.key(0), args: [np.array([[3, 1, 4]])] });
 * preds.shape; // => [1,3,8]
 * ```
 */
export function Embedding(
  vocabSize: number,
  embedDim: number,
  options: EmbeddingOptions = {},
): Layer<[ids: Tensor], Tensor> {
  requireOptions("Embedding", options, OPTIONS);
  requireSize("Embedding", "vocabSize", vocabSize);
  requireSize("Embedding", "embedDim", embedDim);
  const { wInit = unitNormal } = options;
  return layer("Embedding", {}, (self, ids: Tensor) => {
    if (isFloat(ids.dtype) || ids.dtype === "bool") {
      throw new ArgumentInvalidError({
        operation: "Embedding",
        problem: "the inputs are not whole numbers",
        expected: "i32[...], u32[...] or u8[...]",
        received: formatSpec(ids.spec),
        hint: 'Convert them: ids.astype("int32").',
      });
    }
    const table = self.param("embeddings", wInit, [vocabSize, embedDim]);
    return np.take(table, ids, { axis: 0 });
  });
}

const unitNormal: Initializer = (key, shape) => random.truncatedNormal(key, -2, 2, shape);
