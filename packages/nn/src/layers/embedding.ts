import { ArgumentInvalidError, formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import type { Initializer } from "../layer/scope.ts";
import { type OptionNames, requireOneOf, requireOptions, requireSize } from "./require.ts";
import { requireWholeNumbers } from "./whole-numbers.ts";

/** How rows are found: by their positions, or as a product with one-hot rows, which can be faster on some devices. */
export type LookupStyle = "arrayIndex" | "oneHot";

export interface EmbeddingOptions {
  /** Default: the truncated normal distribution with standard deviation 1, as in Elegy. */
  readonly wInit?: Initializer;
  /** What the table begins with, `f32[vocabSize, embedDim]`, such as vectors trained elsewhere; instead of `wInit`. */
  readonly embeddingMatrix?: Tensor;
  /** Default `"arrayIndex"`. */
  readonly lookupStyle?: LookupStyle;
}

export interface EmbeddingCall {
  /** Default: that of the layer. */
  readonly lookupStyle?: LookupStyle;
}

const OPTIONS: OptionNames<EmbeddingOptions> = { wInit: true, embeddingMatrix: true, lookupStyle: true };

const CALL: OptionNames<EmbeddingCall> = { lookupStyle: true };

const STYLES: Readonly<Record<LookupStyle, (table: Tensor, ids: Tensor) => Tensor>> = {
  arrayIndex: (table, ids) => np.take(table, ids, { axis: 0 }),
  oneHot: (table, ids) => {
    const [size] = table.shape;
    // Counted from the end where negative, and NaN where out of range, as by position.
    const rows = np.where(ids.less(0), ids.astype("int32").add(size), ids.astype("int32"));
    const inside = np.logicalAnd(rows.greaterEqual(0), rows.less(size));
    const picked = np.dot(nn.oneHot(rows, size, { dtype: table.dtype }), table);
    return np.where(np.expandDims(inside, -1), picked, Number.NaN);
  },
};

/**
 * A row of a table for each whole number: `i32[...]` to `f32[..., embedDim]`. Out of range is an error where values can
 * be seen, and otherwise NaN; by `"oneHot"` always NaN.
 *
 * Parameters: `embeddings: f32[vocabSize, embedDim]`.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, or inputs that are not whole numbers.
 * @throws ShapeMismatchError for an `embeddingMatrix` of other sizes.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Embedding } from "@elegy/nn";
 *
 * const { preds } = Embedding(100, 8).init({ rng: random.key(0), args: [np.array([[3, 1, 4]])] });
 * preds.shape; // => [1,3,8]
 *
 * const embeddingMatrix = np.array([[1, 2], [3, 4]]).astype("float32");
 * const trained = Embedding(2, 2, { embeddingMatrix });
 * await trained.init({ rng: random.key(0), args: [np.array([1, 0])] }).preds.array(); // => [[3,4],[1,2]]
 * ```
 */
export function Embedding(
  vocabSize: number,
  embedDim: number,
  options: EmbeddingOptions = {},
): Layer<[ids: Tensor, call?: EmbeddingCall], Tensor> {
  requireOptions("Embedding", options, OPTIONS);
  requireSize("Embedding", "vocabSize", vocabSize);
  requireSize("Embedding", "embedDim", embedDim);
  const { lookupStyle = "arrayIndex" } = options;
  requireOneOf("Embedding", "lookupStyle", lookupStyle, STYLES);
  const init = initializerOf([vocabSize, embedDim], options);
  return layer("Embedding", {}, (self, ids: Tensor, call: EmbeddingCall = {}) => {
    requireOptions("Embedding", call, CALL);
    requireWholeNumbers("Embedding", ids);
    const table = self.param("embeddings", init, [vocabSize, embedDim]);
    const style = requireOneOf("Embedding", "lookupStyle", call.lookupStyle ?? lookupStyle, STYLES);
    return STYLES[style](table, ids);
  });
}

function initializerOf(
  [vocabSize, embedDim]: readonly [number, number],
  { wInit, embeddingMatrix }: EmbeddingOptions,
): Initializer {
  if (embeddingMatrix === undefined) return wInit ?? unitNormal;
  if (wInit !== undefined) {
    throw new ArgumentInvalidError({
      operation: "Embedding",
      problem: "`wInit` and `embeddingMatrix` both say what the table begins with",
      expected: "one of them",
      received: "both",
    });
  }
  const { ndim, shape, spec } = embeddingMatrix;
  if (ndim !== 2 || shape[0] !== vocabSize || shape[1] !== embedDim) {
    throw new ShapeMismatchError({
      operation: "Embedding",
      problem: "`embeddingMatrix` does not fit `vocabSize` and `embedDim`",
      expected: `f32[${vocabSize},${embedDim}]`,
      received: formatSpec(spec),
    });
  }
  return (_, __, { dtype = "float32" } = {}) => embeddingMatrix.astype(dtype);
}

const unitNormal: Initializer = (key, shape) => random.truncatedNormal(key, -2, 2, shape);
