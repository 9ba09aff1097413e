import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { erfInv } from "../lax/error-function.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { uniform } from "./distributions.ts";
import { singleErf } from "./single-erf.ts";

/** The least `float32` above −1. */
const ABOVE_MINUS_ONE = -1 + 2 ** -24;
const SQRT_2 = Math.fround(Math.SQRT2);
/** XLA multiplies where JAX divides by √2: the bounds of JAX's samples depend on it. */
const INVERSE_SQRT_2 = Math.fround(1 / SQRT_2);

/** From uniform in (−1, 1) to normal. */
function inverted(u: Tensor): Tensor {
  return lax.mul(full(u.shape, SQRT_2, u.dtype), erfInv(u));
}

/**
 * Normally distributed with mean 0 and variance 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.normal(random.key(0), [2]).array(); // => [1.62264,2.02526]
 * ```
 */
export function normal(from: Tensor, shape: Shape = []): Tensor {
  return inverted(uniform(from, shape, { minval: ABOVE_MINUS_ONE }));
}

/**
 * Normally distributed as far as it lies between two bounds: `f32[...shape]` in `(lower, upper)`.
 *
 * @throws ArgumentInvalidError unless `lower < upper`.
 * @example
 * ```ts
 * random.truncatedNormal(random.key(0), -2, 2, [3, 4]).shape; // => [3,4]
 * ```
 */
export function truncatedNormal(from: Tensor, lower: number, upper: number, shape: Shape = []): Tensor {
  if (!(lower < upper)) {
    throw new ArgumentInvalidError({
      operation: "random.truncatedNormal",
      problem: "the bounds are not in order",
      expected: "lower < upper",
      received: `${lower} and ${upper}`,
    });
  }
  const [minval, maxval] = [lower, upper].map((bound) => singleErf(Math.fround(bound) * INVERSE_SQRT_2)) as [
    number,
    number,
  ];
  const x = inverted(uniform(from, shape, { minval, maxval }));
  // Rounding must not reach the bounds.
  const least = full(shape, next(lower, 1), x.dtype);
  const most = full(shape, next(upper, -1), x.dtype);
  return lax.min(lax.max(x, least), most);
}

/** The neighbour of a `float32` in a direction. */
function next(value: number, direction: 1 | -1): number {
  const x = Math.fround(value);
  if (!Number.isFinite(x)) return x === direction * Infinity ? x : Math.sign(x) * MOST;
  if (x === 0) return direction * 2 ** -149;
  const bits = new Int32Array(Float32Array.of(x).buffer);
  bits[0] = (bits[0] ?? 0) + (x > 0 ? direction : -direction);
  return new Float32Array(bits.buffer)[0] ?? x;
}

/** The largest `float32`. */
const MOST = 2 ** 128 - 2 ** 104;
