import { formatSpec, IndexOutOfRangeError, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import { type OptionNames, requireOptions, requireSize } from "../require.ts";

/** What queries attend to: both `f32[batch, source, heads, headSize]`. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/**
 * Keys and values of the tokens so far, so that a further token costs one step: a tree, to be passed from call to call.
 * `keys` and `values` have room for `maxLength` tokens, of which `length` are written.
 */
export interface KeyValueCache extends KeysAndValues {
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

const SIZES: OptionNames<KeyValueCacheSize> = { batch: true, maxLength: true, heads: true, headSize: true };

/**
 * A cache with nothing in it.
 *
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1.
 * @example
 * ```ts
 * import { keyValueCache } from "@elegy/nn";
 *
 * keyValueCache({ batch: 1, maxLength: 16, heads: 2, headSize: 4 }).keys.shape; // => [1,16,2,4]
 * ```
 */
export function keyValueCache(size: KeyValueCacheSize): KeyValueCache {
  requireOptions("keyValueCache", size, SIZES);
  const { batch, maxLength, heads, headSize } = size;
  for (const [name, value] of Object.entries(size)) requireSize("keyValueCache", name, Number(value));
  const zeros = (): Tensor => np.zeros([batch, maxLength, heads, headSize]);
  return { keys: zeros(), values: zeros(), length: np.zeros([], { dtype: "int32" }) };
}

/**
 * The cache with further keys and values behind those it has.
 *
 * @throws ShapeMismatchError for keys of another shape.
 * @throws IndexOutOfRangeError for more than there is room for, where the length can be seen; else what is added is NaN.
 */
export function continued(operation: string, cache: KeyValueCache, more: KeysAndValues): KeyValueCache {
  const [room, count] = [cache.keys.shape[1] ?? 0, more.keys.shape[1]];
  const fits = [cache.keys, cache.values].every(
    ({ shape, ndim }) =>
      ndim === 4 &&
      count <= room &&
      shape.every((size, axis) => axis === 1 || size === more.keys.shape[axis]),
  );
  if (!fits) {
    const [batch, , heads, headSize] = more.keys.shape;
    throw new ShapeMismatchError({
      operation,
      problem: "the cache does not fit",
      expected: `f32[${batch},n,${heads},${headSize}] with n ≥ ${count}`,
      received: formatSpec(cache.keys.spec),
    });
  }
  // An update that does not fit would be moved to where it does, over what is there.
  const present = presence(operation, room, np.arange(count).add(cache.length)).reshape([1, count, 1, 1]);
  const put = (all: Tensor, added: Tensor): Tensor =>
    lax.dynamicUpdateSlice(all, added.mul(present).astype(all.dtype), [0, cache.length, 0, 0]);
  return {
    keys: put(cache.keys, more.keys),
    values: put(cache.values, more.values),
    length: cache.length.add(count),
  };
}

/** For each position 1 if there is room for it, else NaN. */
function presence(operation: string, room: number, positions: Tensor): Tensor {
  try {
    return np.take(np.ones([room]), positions, { axis: 0 });
  } catch (error) {
    if (!(error instanceof IndexOutOfRangeError)) throw error;
    throw new IndexOutOfRangeError({
      operation,
      problem: "the cache is full",
      expected: `at most ${room} tokens in all calls together`,
      received: String(positions.at(-1).get().dataSync()[0]! + 1),
      hint: "Pass a larger maxLength to keyValueCache, or begin a new cache with the last tokens.",
    });
  }
}
