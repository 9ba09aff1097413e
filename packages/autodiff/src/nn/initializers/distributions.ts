import { full } from "../../lax/creation.ts";
import * as lax from "../../lax/elementwise.ts";
import * as random from "../../random/random.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type Initializer, initializerOf, requireFinite } from "./initializer.ts";
import { requireOptions } from "../../np/require-options.ts";

export interface UniformInitializerOptions {
  /** Included. Default 0. */
  readonly minval?: number;
  /** Excluded. Default 0.01. */
  readonly maxval?: number;
}

/**
 * Uniformly distributed in `[minval, maxval)`. What JAX calls `uniform(scale)` is `uniform({ maxval: scale })`, with the
 * same bits.
 *
 * @throws ArgumentInvalidError for bounds that are not finite.
 * @example
 * ```ts
 * const init = nn.initializers.uniform({ minval: -1, maxval: 1 });
 * init(random.key(0), [3, 4]).shape; // => [3,4]
 * ```
 */
export function uniform(options: UniformInitializerOptions = {}): Initializer {
  requireOptions("nn.initializers.uniform", options, "{ minval, maxval }");
  const { minval = 0, maxval = 0.01 } = options;
  const operation = "nn.initializers.uniform";
  requireFinite(operation, "minval", minval);
  requireFinite(operation, "maxval", maxval);
  return initializerOf(operation, (key, shape) => random.uniform(key, shape, { minval, maxval }));
}

export interface NormalInitializerOptions {
  /** The standard deviation. Default 0.01. */
  readonly stddev?: number;
  /** Default 0. */
  readonly mean?: number;
}

/**
 * Normally distributed, with the bits of JAX.
 *
 * @throws ArgumentInvalidError for numbers that are not finite.
 * @example
 * ```ts
 * await nn.initializers.normal({ stddev: 1 })(random.key(0), [2]).array(); // => [1.62264,2.02526]
 * ```
 */
export function normal(options: NormalInitializerOptions = {}): Initializer {
  requireOptions("nn.initializers.normal", options, "{ stddev, mean }");
  const { stddev = 0.01, mean = 0 } = options;
  const operation = "nn.initializers.normal";
  requireFinite(operation, "stddev", stddev);
  requireFinite(operation, "mean", mean);
  return initializerOf(operation, (key, shape) => moved(random.normal(key, shape), stddev, mean));
}

export interface TruncatedNormalInitializerOptions extends NormalInitializerOptions {
  /** In standard deviations. Default −2. */
  readonly lower?: number;
  /** In standard deviations. Default 2. */
  readonly upper?: number;
}

/**
 * Normally distributed as far as it lies between two bounds, with the bits of JAX. The bounds make the standard deviation
 * of the values smaller than `stddev`.
 *
 * @throws ArgumentInvalidError for numbers that are not finite. When called: for bounds that are not in order.
 * @example
 * ```ts
 * const values = nn.initializers.truncatedNormal({ stddev: 1 })(random.key(0), [100]);
 * (await np.max(np.abs(values)).item()) < 2; // => true
 * ```
 */
export function truncatedNormal(options: TruncatedNormalInitializerOptions = {}): Initializer {
  const operation = "nn.initializers.truncatedNormal";
  requireOptions(operation, options, "{ stddev, mean, lower, upper }");
  const { stddev = 0.01, mean = 0, lower = -2, upper = 2 } = options;
  requireFinite(operation, "stddev", stddev);
  requireFinite(operation, "mean", mean);
  return initializerOf(operation, (key, shape) =>
    moved(random.truncatedNormal(key, lower, upper, shape), stddev, mean),
  );
}

function moved(values: Tensor, stddev: number, mean: number): Tensor {
  const scaled = lax.mul(values, full(values.shape, stddev, values.dtype));
  return mean === 0 ? scaled : lax.add(scaled, full(values.shape, mean, values.dtype));
}
