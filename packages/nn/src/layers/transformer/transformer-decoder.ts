import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { KeysAndValues, KeyValueCache } from "../attention/key-value-cache.ts";
import { Dropout } from "../dropout.ts";
import { LayerNormalization } from "../normalization/layer-normalization.ts";
import { type OptionNames, requireOptions, requireSize } from "../require.ts";
import { feedForward } from "./feed-forward.ts";
import { layerAttention } from "./layer-attention.ts";
import { throughLayers } from "./layer-stack.ts";
import { normalizedResidual } from "./normalized-residual.ts";
import {
  TRANSFORMER_LAYER_OPTIONS,
  type TransformerLayerOptions,
  type TransformerOutput,
} from "./transformer-options.ts";

/** What a layer of decoding keeps from call to call. */
export interface DecoderCache {
  readonly self: KeyValueCache;
  /** What the layer made of the memory; `null` before the first call, which is given the memory. */
  readonly memory: KeysAndValues | null;
}

export interface DecoderLayerCall {
  /** For the attention to `x` itself. With a cache, its `maxLength` are the sources. */
  readonly mask?: Tensor;
  /** For the attention to the memory. */
  readonly memoryMask?: Tensor;
  /** Nobody attends to what comes later. Default `true`. */
  readonly isCausal?: boolean;
  /** Of earlier calls, whose tokens come before those of this one. */
  readonly cache?: DecoderCache;
}

export interface DecoderCall extends Omit<DecoderLayerCall, "cache"> {
  /** Of earlier calls, one for each layer. */
  readonly cache?: readonly DecoderCache[];
}

type DecoderLayer<Output> = Layer<[x: Tensor, memory: Tensor | null, call?: DecoderLayerCall], Output>;
type Decoder<Output> = Layer<[x: Tensor, memory: Tensor | null, call?: DecoderCall], Output>;
type Details = TransformerLayerOptions & { readonly returnDetails: true };
type NoDetails = TransformerLayerOptions & { readonly returnDetails?: false };
type MaybeDetails = TransformerLayerOptions & { readonly returnDetails?: boolean };

const CALL: OptionNames<DecoderLayerCall> = { mask: true, memoryMask: true, isCausal: true, cache: true };

/**
 * Causal self-attention, attention to what an encoder gave, and a feed-forward part (Vaswani et al., 2017):
 * `f32[batch, time, size]` and the memory `f32[batch, source, in]` to the shape of the first; with `returnDetails`, a
 * {@link TransformerOutput}. The memory may be `null` where a cache has what was made of it.
 *
 * Parameters: `attention`, `cross`, `feedForward` and a norm for each.
 *
 * @throws ArgumentInvalidError for features that are not a multiple of the heads, where no `headSize` is given, or
 * without a memory.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerDecoderLayer } from "@elegy/nn";
 *
 * const decoder = TransformerDecoderLayer({ numHeads: 2 });
 * const args = [np.ones([2, 5, 8]), np.ones([2, 3, 8])];
 * decoder.init({ rng: random.key(0), args }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerDecoderLayer(options: Details): DecoderLayer<TransformerOutput<DecoderCache>>;
export function TransformerDecoderLayer(options?: NoDetails): DecoderLayer<Tensor>;
export function TransformerDecoderLayer(options: MaybeDetails = {}): DecoderLayer<unknown> {
  return decoderLayer(options);
}

function decoderLayer(options: MaybeDetails): DecoderLayer<Tensor | TransformerOutput<DecoderCache>> {
  const kind = "TransformerDecoderLayer";
  const { dropout = 0.1, numHeads = 8, normFirst = false, returnDetails: details = false } = options;
  requireOptions(kind, options, TRANSFORMER_LAYER_OPTIONS);
  requireSize(kind, "numHeads", numHeads);
  const parts = {
    attentionNorm: LayerNormalization(),
    crossNorm: LayerNormalization(),
    feedForward: feedForward(options),
    feedForwardNorm: LayerNormalization(),
    drop: Dropout(dropout),
  };
  return layer(kind, parts, (self, x: Tensor, memory: Tensor | null, call: DecoderLayerCall = {}) => {
    requireOptions(kind, call, CALL);
    const { mask, memoryMask, isCausal = true, cache } = call;
    const place = { kind, size: x, details };
    const attention = layerAttention(self, { ...place, name: "attention" }, options);
    // Positions of the memory are not those of x. The projection is to the features of x, whatever those of the memory.
    const ofCross = { ...options, rotary: false, outputSize: x.shape.at(-1)! };
    const cross = layerAttention(self, { ...place, name: "cross" }, ofCross);
    const { before, after } = normalizedResidual(normFirst, self.drop);

    const own = attention(before(x, self.attentionNorm), {
      isCausal,
      ...(mask ? { mask } : {}),
      ...(cache ? { cache: cache.self } : {}),
    });
    const attended = after(x, self.attentionNorm, own.output);
    const ofMemory = cross(before(attended, self.crossNorm), {
      ...memoryOf(kind, memory, cache),
      ...(memoryMask ? { mask: memoryMask } : {}),
    });
    const crossed = after(attended, self.crossNorm, ofMemory.output);
    const fed = self.feedForward(before(crossed, self.feedForwardNorm));
    const output = after(crossed, self.feedForwardNorm, fed);
    if (!details) return output;
    return { output, cache: own.cache && { self: own.cache, memory: ofMemory.projected } };
  });
}

/** @throws ArgumentInvalidError if there is none. */
function memoryOf(
  operation: string,
  memory: Tensor | null,
  cache: DecoderCache | undefined,
): { key: Tensor } | { projected: KeysAndValues } {
  if (memory !== null) return { key: memory };
  if (cache?.memory) return { projected: cache.memory };
  throw new ArgumentInvalidError({
    operation,
    problem: "there is no memory to attend to",
    expected: "f32[batch, source, in], or a cache of a call that had it",
    received: "null",
  });
}

/**
 * `count` layers of decoding, one after the other. Parameters: `layers.0`, `layers.1`, …
 *
 * With a cache for each layer it goes on from what earlier calls were given; only the first needs the memory.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { keyValueCache, TransformerDecoder } from "@elegy/nn";
 *
 * const decoder = TransformerDecoder(2, { numHeads: 2 });
 * const [x, memory] = [np.ones([2, 5, 8]), np.ones([2, 3, 8])];
 * const { preds, params } = decoder.init({ rng: random.key(0), args: [x, memory] });
 * preds.shape; // => [2,5,8]
 *
 * // The same network, with its cache.
 * const step = TransformerDecoder(2, { numHeads: 2, returnDetails: true });
 * const self = keyValueCache({ batch: 2, maxLength: 16, heads: 2, headSize: 4 });
 * const empty = { self, memory: null };
 * const call = { rng: random.key(0), params, states: {}, training: false };
 * const first = step.apply({ ...call, args: [x, memory, { cache: [empty, empty] }] }).preds;
 * const second = step.apply({ ...call, args: [np.ones([2, 1, 8]), null, { cache: first.cache }] }).preds;
 * second.output.shape; // => [2,1,8]
 * ```
 */
export function TransformerDecoder(
  count: number,
  options: Details,
): Decoder<TransformerOutput<readonly DecoderCache[]>>;
export function TransformerDecoder(count: number, options?: NoDetails): Decoder<Tensor>;
export function TransformerDecoder(count: number, options: MaybeDetails = {}): Decoder<unknown> {
  requireSize("TransformerDecoder", "count", count);
  const layers = Array.from({ length: count }, () => decoderLayer(options));
  return layer(
    "TransformerDecoder",
    { layers },
    (self, x: Tensor, memory: Tensor | null, { cache, ...call }: DecoderCall = {}) => {
      const steps = self.layers.map(
        (one) => (value: Tensor, own?: DecoderCache) =>
          one(value, memory, own ? { ...call, cache: own } : call),
      );
      const details = throughLayers("TransformerDecoder", steps, x, cache);
      return options.returnDetails ? details : details.output;
    },
  );
}
