import type { Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import type { KeyValueCache } from "../layers/attention/key-value-cache.ts";

export interface CachedCall {
  /** Of earlier calls, one for each layer of attention; their tokens come before those of this one. */
  readonly cache: readonly KeyValueCache[];
  /** `i32[]`: give the logits of this step alone, so that `time` is 1. Default: of all. */
  readonly step?: Tensor;
}

export interface CachedOutput {
  /** Of the token after each: `f32[batch, time, vocabSize]`. */
  readonly logits: Tensor;
  /** For the next call. */
  readonly cache: readonly KeyValueCache[];
}

/** What text is generated with: a network that can go on from a cache. */
export interface LanguageModel {
  /** How many tokens there are. */
  readonly vocabSize: number;
  /** The longest sequence. */
  readonly maxLength: number;
  /** From tokens `i32[batch, time]` and a cache to the logits and the cache with these tokens. */
  readonly cached: Layer<[ids: Tensor, call: CachedCall], CachedOutput>;
  /** Caches with nothing in them and room for `maxLength` tokens. */
  emptyCache(batch: number): readonly KeyValueCache[];
}
