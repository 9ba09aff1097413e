import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { full } from "./creation.ts";
import { div, max, min, mul, pow } from "./elementwise.ts";
import { broadcastInDim } from "./movement.ts";

/** `x²`. */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}

/** `1 / x`. */
export function reciprocal(x: Tensor): Tensor {
  return div(full(x.shape, 1, x.dtype), x);
}

/** `2ˣ`, exact for whole x. */
export function exp2(x: Tensor): Tensor {
  return pow(full(x.shape, 2, x.dtype), x);
}

/** `x` between `low` and `high`, each a scalar or of the shape of `x`. */
export function clamp(low: Tensor, x: Tensor, high: Tensor): Tensor {
  const spread = (bound: Tensor): Tensor => (bound.ndim === 0 ? broadcastInDim(bound, x.shape, []) : bound);
  return min(max(x, spread(low)), spread(high));
}

/**
 * `xⁿ` for a whole n, by squaring.
 *
 * @throws ArgumentInvalidError if n is not whole.
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
