import { ArgumentInvalidError, DTypeMismatchError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { broadcastedIota, full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import { finfo } from "../np/dtypes.ts";
import { einsum } from "../np/einsum.ts";
import { broadcastTo, expandDims } from "../np/movement.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { softmax } from "./softmax.ts";
import { requireOptions } from "../np/require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface AttentionOptions {
  /** Added to the scores: `T[B, N, T, S]`, or 1 instead of B, N, T or S. */
  readonly bias?: Tensor;
  /** Where `false`, nothing is attended to: `bool[B, N, T, S]`, or 1 instead of B, N, T or S. */
  readonly mask?: Tensor;
  /** Nobody attends to what comes later. Default `false`. */
  readonly isCausal?: boolean;
  /** Of the scores. Default `1/√H`. */
  readonly scale?: number;
  /** How far is attended to the left and to the right: one number for both, or each. */
  readonly localWindowSize?: number | readonly [left: number, right: number];
  /** `i32[B]`: how many queries of each example count; the results of the others are zeros. */
  readonly querySeqLengths?: Tensor;
  /** `i32[B]`: how many keys of each example are attended to. */
  readonly keyValueSeqLengths?: Tensor;
}

const OPTIONS = "{ bias, mask, isCausal, scale, localWindowSize, querySeqLengths, keyValueSeqLengths }";

/**
 * Scaled dot-product attention, `softmax(query·keyᵀ/√H)·value`, as `jax.nn.dot_product_attention`. Fewer heads of keys and
 * values than of queries are shared among groups of them.
 *
 * @param query `f32[B, T, N, H]` or `f32[T, N, H]`.
 * @param key `f32[B, S, K, H]` or `f32[S, K, H]`, K a divisor of N.
 * @param value the shape of `key`.
 * @returns the shape of `query`.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const x = random.normal(random.key(0), [2, 5, 4, 8]);
 * nn.dotProductAttention(x, x, x, { isCausal: true }).shape; // => [2,5,4,8]
 * ```
 */
export function dotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  requireOptions("nn.dotProductAttention", options, OPTIONS);
  requireOperands(query, key, value);
  const weights = dotProductAttentionWeights(query, key, options);
  const v = batched(value);
  const [batch, heads, length, sources] = weights.shape;
  const groups = v.shape[2];
  const parts = reshape(weights, [batch, groups, heads / groups, length, sources]);
  const attended = reshape(einsum("bkgts,bskh->btkgh", parts, v), batched(query).shape);
  return reshape(withoutPadding(attended, options.querySeqLengths), query.shape);
}

/**
 * How much each query attends to each key, `softmax(query·keyᵀ/√H)`: what {@link dotProductAttention} weighs values by.
 *
 * @param query `f32[B, T, N, H]` or `f32[T, N, H]`.
 * @param key `f32[B, S, K, H]` or `f32[S, K, H]`, K a divisor of N.
 * @returns `f32[B, N, T, S]`, where the S of each query sum to 1.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const x = random.normal(random.key(0), [2, 5, 4, 8]);
 * nn.dotProductAttentionWeights(x, x, { isCausal: true }).shape; // => [2,4,5,5]
 * ```
 */
export function dotProductAttentionWeights(
  query: Tensor,
  key: Tensor,
  options: AttentionOptions = {},
): Tensor {
  requireOptions("nn.dotProductAttentionWeights", options, OPTIONS);
  requireOperands(query, key, key);
  const [q, k] = [batched(query), batched(key)];
  const [batch, length, heads, width] = q.shape;
  const [sources, groups] = [k.shape[1], k.shape[2]];
  const scores = [batch, heads, length, sources];
  const { scale = 1 / Math.sqrt(width) } = options;
  // Heads of one group read the same keys: k counts groups, g the heads of a group.
  const grouped = reshape(q, [batch, length, groups, heads / groups, width]);
  const products = reshape(einsum("btkgh,bskh->bkgts", grouped, k), scores);
  const logits = withBias(lax.mul(products, full(scores, scale, products.dtype)), options.bias);
  return softmax(masked(logits, options));
}

function batched(x: Tensor): Tensor {
  return x.ndim === 3 ? expandDims(x, 0) : x;
}

function withBias(logits: Tensor, bias: Tensor | undefined): Tensor {
  if (bias === undefined) return logits;
  requireBroadcast("bias", bias, logits);
  return lax.add(logits, broadcastTo(lax.convertElementType(bias, logits.dtype), logits.shape));
}

/** Scores that do not count become so small that their exponential is 0, yet finite: a row without any is uniform. */
function masked(logits: Tensor, options: AttentionOptions): Tensor {
  const masks = masksOf(logits, options);
  if (masks.length === 0) return logits;
  const counts = masks.map((mask) => broadcastTo(mask, logits.shape)).reduce(lax.bitwiseAnd);
  return lax.select(counts, logits, full(logits.shape, -0.7 * finfo(logits.dtype).max, logits.dtype));
}

function masksOf(logits: Tensor, options: AttentionOptions): Tensor[] {
  const { mask, isCausal = false, localWindowSize, querySeqLengths, keyValueSeqLengths } = options;
  const shape = [1, 1, ...logits.shape.slice(2)];
  const [rows, columns] = [broadcastedIota("int32", shape, 2), broadcastedIota("int32", shape, 3)];
  const masks: Tensor[] = [];
  if (mask) {
    requireBroadcast("mask", mask, logits);
    masks.push(mask);
  }
  if (isCausal) masks.push(lax.ge(rows, columns));
  if (localWindowSize !== undefined) {
    const [left, right] =
      typeof localWindowSize === "number" ? [localWindowSize, localWindowSize] : localWindowSize;
    masks.push(lax.le(rows, lax.add(columns, full(shape, left, "int32"))));
    masks.push(lax.ge(rows, lax.sub(columns, full(shape, right, "int32"))));
  }
  if (querySeqLengths) masks.push(below("querySeqLengths", 2, querySeqLengths, logits));
  if (keyValueSeqLengths) masks.push(below("keyValueSeqLengths", 3, keyValueSeqLengths, logits));
  return masks;
}

/** Whether the position along an axis is below the length of the example, the first axis. */
function below(name: string, axis: number, lengths: Tensor, like: Tensor): Tensor {
  const [batch] = like.shape;
  if (lengths.ndim !== 1 || lengths.size !== batch || isFloat(lengths.dtype)) {
    throw new ShapeMismatchError({
      operation: "nn.dotProductAttention",
      problem: `${name} does not fit`,
      expected: `i32[${batch}], a length for each example`,
      received: formatSpec(lengths.spec),
    });
  }
  const shape = like.shape.map((size, i) => (i === 0 || i === axis ? size : 1));
  const column = reshape(
    lax.convertElementType(lengths, "int32"),
    shape.map((_, i) => (i === 0 ? batch : 1)),
  );
  return lax.lt(broadcastedIota("int32", shape, axis), broadcastTo(column, shape));
}

function withoutPadding(attended: Tensor, lengths: Tensor | undefined): Tensor {
  if (lengths === undefined) return attended;
  const counts = broadcastTo(below("querySeqLengths", 1, lengths, attended), attended.shape);
  return lax.select(counts, attended, zerosOf(attended.spec));
}

function requireOperands(query: Tensor, key: Tensor, value: Tensor): void {
  const received = [query, key, value]
    .map((x) => formatSpec(tensorObject(x, "nn.dotProductAttention").spec))
    .join(", ");
  const operands = [query, key, value];
  if (operands.some(({ dtype }) => dtype !== query.dtype || !isFloat(dtype))) {
    throw new DTypeMismatchError({
      operation: "nn.dotProductAttention",
      problem: "query, key and value differ in dtype or are not floats",
      expected: "one float dtype",
      received,
    });
  }
  const ranks = operands.every(({ ndim }) => ndim === query.ndim) && (query.ndim === 3 || query.ndim === 4);
  const heads = key.shape.at(-2) ?? 1;
  const fits =
    ranks &&
    key.shape.every((size, i) => size === value.shape[i]) &&
    query.shape.at(-1) === key.shape.at(-1) &&
    (query.ndim === 3 || query.shape[0] === key.shape[0]) &&
    (query.shape.at(-2) ?? 0) % heads === 0;
  if (fits) return;
  throw new ShapeMismatchError({
    operation: "nn.dotProductAttention",
    problem: "query, key and value do not fit",
    expected: "[B, T, N, H], [B, S, K, H] and [B, S, K, H], or without B, with K a divisor of N",
    received,
  });
}

function requireBroadcast(name: string, given: Tensor, logits: Tensor): void {
  const fits = given.ndim === 4 && given.shape.every((size, i) => size === 1 || size === logits.shape[i]);
  if (fits && (name !== "mask" || given.dtype === "bool")) return;
  throw new ArgumentInvalidError({
    operation: "nn.dotProductAttention",
    problem: `${name} does not fit the scores`,
    expected: `${name === "mask" ? "bool" : "a float"}[${logits.shape.join(",")}], or 1 instead of a size`,
    received: formatSpec(given.spec),
  });
}
