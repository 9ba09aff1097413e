import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { logaddexpP } from "../primitives/logaddexp.ts";
import { logisticP } from "../primitives/logistic.ts";
import { stopGradientP } from "../primitives/stop-gradient.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { full } from "./creation.ts";
import { div, max, min, mul, pow } from "./elementwise.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";
import { broadcastInDim } from "./movement.ts";

/**
 * `x²`.
 *
 * @example
 * ```ts
 * await lax.square(np.array([-3, 2])).array(); // => [9,4]
 * ```
 */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}

/**
 * `1 / x`.
 *
 * @example
 * ```ts
 * await lax.reciprocal(np.array([0.5, 4])).array(); // => [2,0.25]
 * await lax.reciprocal(lax.constant(-0, "float32")).item(); // => -Infinity
 * ```
 */
export function reciprocal(x: Tensor): Tensor {
  return div(full(x.shape, 1, x.dtype), x);
}

/**
 * `2ˣ`, exact for whole x.
 *
 * @example
 * ```ts
 * await lax.exp2(np.array([0.5, 10])).array(); // => [1.41421,1024]
 * ```
 */
export function exp2(x: Tensor): Tensor {
  return pow(full(x.shape, 2, x.dtype), x);
}

/**
 * `x` between `low` and `high`, each a scalar or of the shape of `x`.
 *
 * @example
 * ```ts
 * const [low, high] = [np.array(0), np.array(10)];
 * await lax.clamp(low, np.array([-5, 3, 12]), high).array(); // => [0,3,10]
 * ```
 */
export function clamp(low: Tensor, x: Tensor, high: Tensor): Tensor {
  const spread = (bound: Tensor): Tensor => (bound.ndim === 0 ? broadcastInDim(bound, x.shape, []) : bound);
  return min(max(x, spread(low)), spread(high));
}

/**
 * `xⁿ` for a whole n, by squaring; a negative n is the reciprocal.
 *
 * @throws ArgumentInvalidError if n is not whole.
 * @example
 * ```ts
 * await lax.integerPow(np.array([0.5, -2]), 3).array(); // => [0.125,-8]
 * await lax.integerPow(np.array([0.5, -2]), -1).array(); // => [2,-0.5]
 * ```
 */
export function integerPow(x: Tensor, n: number): Tensor {
  if (!Number.isSafeInteger(n)) {
    throw new ArgumentInvalidError({
      operation: "lax.integerPow",
      problem: "the exponent is not whole",
      expected: "a whole number",
      received: String(n),
      hint: "lax.pow takes any exponent.",
    });
  }
  if (n < 0) return reciprocal(integerPow(x, -n));
  let power = full(x.shape, 1, x.dtype);
  let base = x;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = left === n ? base : mul(power, base);
    if (left > 1) base = mul(base, base);
  }
  return power;
}

/**
 * `1 / (1 + e⁻ˣ)`, between 0 and 1.
 *
 * @example
 * ```ts
 * await lax.logistic(np.array([0, 0.5, -Infinity])).array(); // => [0.5,0.622459,0]
 * ```
 */
export const logistic: Unary = unary(logisticP);

/**
 * `ln(eˣ + eʸ)` without overflow.
 *
 * @example
 * ```ts
 * await lax.logaddexp(np.array([1000.5]), np.array([1000.5])).array(); // => [1001.19]
 * ```
 */
export const logaddexp: Binary = binary(logaddexpP);

/**
 * The same value with no gradient.
 *
 * @example
 * ```ts
 * await grad((x) => x.mul(lax.stopGradient(x)))(3).item(); // => 3
 * ```
 */
export const stopGradient: Unary = unary(stopGradientP);
