import { np, type Tensor } from "@elegy/autodiff";

/** Keys and values of the tokens so far, so that a further token costs one step: a tree, to be passed from call to call. */
export interface KeyValueCache {
  /** `f32[batch, maxLength, heads, headSize]`, of which `length` are written. */
  readonly keys: Tensor;
  readonly values: Tensor;
  /** `i32[]`. */
  readonly length: Tensor;
}

export interface KeyValueCacheSize {
  readonly batch: number;
  readonly maxLength: number;
  /** Heads of keys and values. */
  readonly heads: number;
  readonly headSize: number;
}

/**
 * A cache with nothing in it.
 *
 * @example
 * ```ts
 * import { keyValueCache } from "@elegy/nn";
 *
 * keyValueCache({ batch: 1, maxLength: 16, heads: 2, headSize: 4 }).keys.shape; // => [1,16,2,4]
 * ```
 */
export function keyValueCache({ batch, maxLength, heads, headSize }: KeyValueCacheSize): KeyValueCache {
  const zeros = (): Tensor => np.zeros([batch, maxLength, heads, headSize]);
  return { keys: zeros(), values: zeros(), length: np.zeros([], { dtype: "int32" }) };
}
