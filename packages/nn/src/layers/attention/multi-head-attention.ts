import { formatSpec, lax, nn, np, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import type { Bound, Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { Initializer, Scope } from "../../layer/scope.ts";
import { Dropout } from "../dropout.ts";
import { Linear } from "../linear.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../require.ts";
import type { KeyValueCache } from "./key-value-cache.ts";
import { rotated } from "./rotary-embedding.ts";

export interface MultiHeadAttentionOptions {
  /** The features of the result. Default: those of the value. */
  readonly outputSize?: number;
  /** How much of the weights is dropped while training. Default 0. */
  readonly dropout?: number;
  /** Default `true`. */
  readonly useProjectionBias?: boolean;
  /** Heads of keys and values, shared among groups of heads: a divisor of `numHeads`. Default `numHeads`. */
  readonly keyValueHeads?: number;
  /** Turn queries and keys by their positions (`RotaryEmbedding`). Default `false`. */
  readonly rotary?: boolean;
  /** Default: Glorot's uniform distribution. */
  readonly kernelInitializer?: Initializer;
  /** Default: zeros. */
  readonly biasInitializer?: Initializer;
}

export interface AttentionCall {
  /** What is attended to, `f32[batch, source, in]`. Default: the query, which is self-attention. */
  readonly key?: Tensor;
  /** Default: `key`. */
  readonly value?: Tensor;
  /** Where `false`, nothing is attended to: `bool[batch, heads, target, source]`, or 1 instead of a size. */
  readonly mask?: Tensor;
  /** Nobody attends to what comes later. Default `false`. */
  readonly isCausal?: boolean;
  /** Keys and values of earlier calls, which come before those of this one; later ones do not count. */
  readonly cache?: KeyValueCache;
}

/** What attention gives where its weights or its cache are asked for. */
export interface AttentionOutput {
  /** `f32[batch, target, outputSize]`. */
  readonly output: Tensor;
  /** `f32[batch, heads, target, source]`. */
  readonly weights: Tensor;
  /** The cache with the keys and values of this call; `null` without a cache. */
  readonly cache: KeyValueCache | null;
}

/** Attention that gives the output alone, and as `detailed` everything about it. */
export type AttentionLayer = Layer<[query: Tensor, call?: AttentionCall], Tensor>;

/** Attention that gives its weights and its cache too. */
export type DetailedAttentionLayer = Layer<[query: Tensor, call?: AttentionCall], AttentionOutput>;

const OPTIONS: OptionNames<MultiHeadAttentionOptions & { readonly returnDetails?: boolean }> = {
  outputSize: true,
  dropout: true,
  useProjectionBias: true,
  keyValueHeads: true,
  rotary: true,
  kernelInitializer: true,
  biasInitializer: true,
  returnDetails: true,
};

/**
 * Attention of several heads (Vaswani et al., 2017): projections of queries, keys and values, scaled dot products, and a
 * projection of what all heads found: `f32[batch, target, in]` to `f32[batch, target, outputSize]`.
 *
 * Parameters: `query`, `key`, `value` and `output`, each `w` and `b` of a {@link Linear}.
 *
 * @param headSize features of each head.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { MultiHeadAttention } from "@elegy/nn";
 *
 * const attention = MultiHeadAttention(8, 2);
 * const { preds } = attention.init({ rng: random.key(0), args: [np.ones([2, 5, 16]), { isCausal: true }] });
 * preds.shape; // => [2,5,16]
 * ```
 */
export function MultiHeadAttention(
  headSize: number,
  numHeads: number,
  options: MultiHeadAttentionOptions & { readonly returnDetails: true },
): DetailedAttentionLayer;
export function MultiHeadAttention(
  headSize: number,
  numHeads: number,
  options?: MultiHeadAttentionOptions & { readonly returnDetails?: false },
): AttentionLayer;
export function MultiHeadAttention(
  headSize: number,
  numHeads: number,
  options: MultiHeadAttentionOptions & { readonly returnDetails?: boolean } = {},
): AttentionLayer | DetailedAttentionLayer {
  const kind = "MultiHeadAttention";
  requireOptions(kind, options, OPTIONS);
  requireSize(kind, "headSize", headSize);
  requireSize(kind, "numHeads", numHeads);
  const { dropout = 0, useProjectionBias = true, keyValueHeads = numHeads, rotary = false } = options;
  requireSize(kind, "keyValueHeads", keyValueHeads);
  const projection = (size: number) =>
    Linear(size, {
      withBias: useProjectionBias,
      wInit: options.kernelInitializer ?? nn.initializers.glorotUniform(),
      ...(options.biasInitializer ? { bInit: options.biasInitializer } : {}),
    });
  const parts = {
    query: projection(headSize * numHeads),
    key: projection(headSize * keyValueHeads),
    value: projection(headSize * keyValueHeads),
    drop: Dropout(dropout),
  };
  const attend = (self: Scope & Bound<typeof parts>, query: Tensor, call: AttentionCall): AttentionOutput => {
    requireRank(kind, query, 3, "f32[batch, target, in]");
    const { key = query, value = key, cache = null } = call;
    const heads = (x: Tensor): Tensor => x.reshape([x.shape[0], x.shape[1], -1, headSize]);
    const first = cache?.length ?? 0;
    const turn = (x: Tensor): Tensor => (rotary ? rotated(x, first) : x);
    const q = turn(heads(self.query(query)));
    const now = { keys: turn(heads(self.key(key))), values: heads(self.value(value)) };
    const seen = cache === null ? { ...now, cache } : continued(cache, now);
    const weights = nn.dotProductAttentionWeights(q, seen.keys, masks(call, q, seen.keys));
    const values = np.repeat(seen.values, numHeads / keyValueHeads, { axis: 2 });
    const attended = np.einsum("bnts,bsnh->btnh", self.drop(weights), values);
    const merged = attended.reshape([query.shape[0], query.shape[1], numHeads * headSize]);
    const output = self.part("output", projection(options.outputSize ?? value.shape.at(-1)!))(merged);
    return { output, weights, cache: seen.cache };
  };
  if (options.returnDetails)
    return layer(kind, parts, (self, query: Tensor, call: AttentionCall = {}) => attend(self, query, call));
  return layer(
    kind,
    parts,
    (self, query: Tensor, call: AttentionCall = {}) => attend(self, query, call).output,
  );
}

interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** The cache with further keys and values behind those it has. */
function continued(
  cache: KeyValueCache,
  { keys, values }: KeysAndValues,
): KeysAndValues & { cache: KeyValueCache } {
  const room = cache.keys.shape[1];
  const fits = cache.keys.ndim === 4 && cache.keys.shape[0] === keys.shape[0] && keys.shape[1] <= room;
  if (!fits) {
    throw new ShapeMismatchError({
      operation: "MultiHeadAttention",
      problem: "the cache does not fit",
      expected: `f32[${keys.shape[0]},n,${keys.shape[2]},${keys.shape[3]}] with n ≥ ${keys.shape[1]}`,
      received: formatSpec(cache.keys.spec),
    });
  }
  const put = (all: Tensor, more: Tensor): Tensor =>
    lax.dynamicUpdateSlice(all, more.astype(all.dtype), [0, cache.length, 0, 0]);
  const next = { keys: put(cache.keys, keys), values: put(cache.values, values) };
  return { ...next, cache: { ...next, length: cache.length.add(keys.shape[1]) } };
}

/** With a cache, positions of queries count from its length, and what lies behind them has not been written. */
function masks(
  { mask, isCausal = false, cache }: AttentionCall,
  query: Tensor,
  keys: Tensor,
): nn.AttentionOptions {
  if (cache === undefined) return { isCausal, ...(mask ? { mask } : {}) };
  const [targets, sources] = [query.shape[1], keys.shape[1]];
  const positions = np.arange(targets).reshape([targets, 1]).add(cache.length);
  const written = np
    .arange(sources)
    .reshape([1, sources])
    .lessEqual(positions)
    .reshape([1, 1, targets, sources]);
  return { mask: mask ? np.logicalAnd(mask, written) : written };
}
