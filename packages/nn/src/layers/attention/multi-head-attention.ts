import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Bound, Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { Initializer, Scope } from "../../layer/scope.ts";
import { Dropout } from "../dropout.ts";
import { Linear } from "../linear.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../require.ts";
import { continued, type KeysAndValues, type KeyValueCache } from "./key-value-cache.ts";
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
  /**
   * Where `false`, nothing is attended to: `bool[batch, heads, target, source]`, or 1 instead of a size. With a cache,
   * its `maxLength` are the sources.
   */
  readonly mask?: Tensor;
  /** Nobody attends to what comes later. Default `false`; with a cache, always. */
  readonly isCausal?: boolean;
  /** Keys and values of earlier calls, which come before those of this one. */
  readonly cache?: KeyValueCache;
  /** Instead of `key`: the keys and values that an earlier call made of it, so that they are not made again. */
  readonly projected?: KeysAndValues;
}

/** What attention gives where its weights or its cache are asked for. */
export interface AttentionOutput {
  /** `f32[batch, target, outputSize]`. */
  readonly output: Tensor;
  /** `f32[batch, heads, target, source]`. */
  readonly weights: Tensor;
  /** The cache with the keys and values of this call; `null` without a cache. */
  readonly cache: KeyValueCache | null;
  /** The keys and values that were attended to. */
  readonly projected: KeysAndValues;
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

const CALL: OptionNames<AttentionCall> = {
  key: true,
  value: true,
  mask: true,
  isCausal: true,
  cache: true,
  projected: true,
};

/**
 * Attention of several heads (Vaswani et al., 2017): projections of queries, keys and values, scaled dot products, and a
 * projection of what all heads found: `f32[batch, target, in]` to `f32[batch, target, outputSize]`.
 *
 * Parameters: `query`, `key`, `value` and `output`, each `w` and `b` of a {@link Linear}.
 *
 * @param headSize features of each head.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, `keyValueHeads` that do not divide `numHeads`,
 * or `projected` beside `key`, `value` or `cache`.
 * @throws IndexOutOfRangeError for more tokens than a cache has room for, where its length can be seen; else they are NaN.
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
  requireDivisor(kind, keyValueHeads, numHeads);
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
    requireOptions(kind, call, CALL);
    const { key = query, value = key, cache = null } = call;
    const heads = (x: Tensor): Tensor => x.reshape([x.shape[0], x.shape[1], -1, headSize]);
    const first = cache?.length ?? 0;
    const turn = (x: Tensor): Tensor => (rotary ? rotated(x, first) : x);
    const q = turn(heads(self.query(query)));
    const made = projectedOf(kind, call, options) ?? {
      keys: turn(heads(self.key(key))),
      values: heads(self.value(value)),
    };
    const next = cache === null ? null : continued(kind, cache, made);
    const seen = next ?? made;
    const weights = nn.dotProductAttentionWeights(q, seen.keys, masks(call, q, seen.keys));
    const values = np.repeat(seen.values, numHeads / keyValueHeads, { axis: 2 });
    const attended = np.einsum("bnts,bsnh->btnh", self.drop(weights), values);
    const merged = attended.reshape([query.shape[0], query.shape[1], numHeads * headSize]);
    const output = self.part("output", projection(options.outputSize ?? value.shape.at(-1)!))(merged);
    return { output, weights, cache: next, projected: { keys: seen.keys, values: seen.values } };
  };
  if (options.returnDetails)
    return layer(kind, parts, (self, query: Tensor, call: AttentionCall = {}) => attend(self, query, call));
  return layer(
    kind,
    parts,
    (self, query: Tensor, call: AttentionCall = {}) => attend(self, query, call).output,
  );
}

/** @throws ArgumentInvalidError if it contradicts the call, or leaves the size of the output open. */
function projectedOf(
  operation: string,
  call: AttentionCall,
  { outputSize }: MultiHeadAttentionOptions,
): KeysAndValues | undefined {
  const { projected, key, value, cache } = call;
  if (projected === undefined) return undefined;
  if (key ?? value ?? cache) {
    throw new ArgumentInvalidError({
      operation,
      problem: "`projected` stands instead of `key`, `value` and `cache`",
      expected: "one of them",
      received: Object.keys(call).join(", "),
    });
  }
  if (outputSize !== undefined) return projected;
  throw new ArgumentInvalidError({
    operation,
    problem: "there is no value to take the features of the result from",
    expected: "`outputSize`",
    received: "`projected` alone",
    hint: "Pass outputSize: MultiHeadAttention(headSize, numHeads, { outputSize }).",
  });
}

function requireDivisor(operation: string, keyValueHeads: number, numHeads: number): void {
  if (numHeads % keyValueHeads === 0) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "the heads of keys cannot be shared among those of queries",
    expected: `keyValueHeads that divide numHeads, ${numHeads}`,
    received: String(keyValueHeads),
  });
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
