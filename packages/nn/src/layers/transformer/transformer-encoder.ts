import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { KeyValueCache } from "../attention/key-value-cache.ts";
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

export interface EncoderLayerCall {
  /**
   * Where `false`, nothing is attended to: `bool[batch, heads, time, time]`, or 1 instead of a size. With a cache, the
   * last is its `maxLength`.
   */
  readonly mask?: Tensor;
  /** Nobody attends to what comes later. Default `false`; with a cache, always. */
  readonly isCausal?: boolean;
  /** Of earlier calls, whose tokens come before those of this one. */
  readonly cache?: KeyValueCache;
}

export interface EncoderCall extends Omit<EncoderLayerCall, "cache"> {
  /** Of earlier calls, one for each layer. */
  readonly cache?: readonly KeyValueCache[];
}

type EncoderLayer<Output> = Layer<[x: Tensor, call?: EncoderLayerCall], Output>;
type Encoder<Output> = Layer<[x: Tensor, call?: EncoderCall], Output>;
type Details = TransformerLayerOptions & { readonly returnDetails: true };
type NoDetails = TransformerLayerOptions & { readonly returnDetails?: false };
type MaybeDetails = TransformerLayerOptions & { readonly returnDetails?: boolean };

const CALL: OptionNames<EncoderLayerCall> = { mask: true, isCausal: true, cache: true };

/**
 * Self-attention and a feed-forward part, each with dropout, a residual and a normalization (Vaswani et al., 2017):
 * `f32[batch, time, size]` to the same shape; with `returnDetails`, a {@link TransformerOutput}.
 *
 * Parameters: `attention`, `attentionNorm`, `feedForward`, `feedForwardNorm`.
 *
 * @throws ArgumentInvalidError for features that are not a multiple of the heads, where no `headSize` is given.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { TransformerEncoderLayer } from "@elegy/nn";
 *
 * const encoder = TransformerEncoderLayer({ numHeads: 2 });
 * encoder.init({ rng: random.key(0), args: [np.ones([2, 5, 8])] }).preds.shape; // => [2,5,8]
 * ```
 */
export function TransformerEncoderLayer(options: Details): EncoderLayer<TransformerOutput<KeyValueCache>>;
export function TransformerEncoderLayer(options?: NoDetails): EncoderLayer<Tensor>;
export function TransformerEncoderLayer(options: MaybeDetails = {}): EncoderLayer<unknown> {
  return encoderLayer(options);
}

function encoderLayer(options: MaybeDetails): EncoderLayer<Tensor | TransformerOutput<KeyValueCache>> {
  const kind = "TransformerEncoderLayer";
  const { dropout = 0.1, numHeads = 8, normFirst = false, returnDetails: details = false } = options;
  requireOptions(kind, options, TRANSFORMER_LAYER_OPTIONS);
  requireSize(kind, "numHeads", numHeads);
  const parts = {
    attentionNorm: LayerNormalization(),
    feedForward: feedForward(options),
    feedForwardNorm: LayerNormalization(),
    drop: Dropout(dropout),
  };
  return layer(kind, parts, (self, x: Tensor, call: EncoderLayerCall = {}) => {
    requireOptions(kind, call, CALL);
    const attention = layerAttention(self, { kind, name: "attention", size: x, details }, options);
    const { before, after } = normalizedResidual(normFirst, self.drop);
    const { output: found, cache } = attention(before(x, self.attentionNorm), call);
    const attended = after(x, self.attentionNorm, found);
    const fed = self.feedForward(before(attended, self.feedForwardNorm));
    const output = after(attended, self.feedForwardNorm, fed);
    return details ? { output, cache } : output;
  });
}

/**
 * `count` layers of encoding, one after the other. Parameters: `layers.0`, `layers.1`, …
 *
 * With a cache for each layer it goes on from what earlier calls were given, and every token attends to those before it:
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { keyValueCache, TransformerEncoder } from "@elegy/nn";
 *
 * const encoder = TransformerEncoder(2, { numHeads: 2 });
 * const x = np.ones([1, 5, 8]);
 * const { params } = encoder.init({ rng: random.key(0), args: [x] });
 *
 * // The same network, with its cache.
 * const step = TransformerEncoder(2, { numHeads: 2, returnDetails: true });
 * const empty = keyValueCache({ batch: 1, maxLength: 16, heads: 2, headSize: 4 });
 * const call = { rng: random.key(0), params, states: {}, training: false };
 * const first = step.apply({ ...call, args: [x, { cache: [empty, empty] }] }).preds;
 * const second = step.apply({ ...call, args: [np.ones([1, 1, 8]), { cache: first.cache }] }).preds;
 * second.output.shape; // => [1,1,8]
 * await second.cache[1].length.item(); // => 6
 * ```
 */
export function TransformerEncoder(
  count: number,
  options: Details,
): Encoder<TransformerOutput<readonly KeyValueCache[]>>;
export function TransformerEncoder(count: number, options?: NoDetails): Encoder<Tensor>;
export function TransformerEncoder(count: number, options: MaybeDetails = {}): Encoder<unknown> {
  requireSize("TransformerEncoder", "count", count);
  const layers = Array.from({ length: count }, () => encoderLayer(options));
  return layer("TransformerEncoder", { layers }, (self, x: Tensor, { cache, ...call }: EncoderCall = {}) => {
    const steps = self.layers.map(
      (one) => (value: Tensor, own?: KeyValueCache) => one(value, own ? { ...call, cache: own } : call),
    );
    const details = throughLayers("TransformerEncoder", steps, x, cache);
    return options.returnDetails ? details : details.output;
  });
}
