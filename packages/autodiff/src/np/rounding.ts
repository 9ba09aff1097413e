import { wrongArgument } from "../errors/received.ts";
import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { RoundOptions, Tensor, TensorLike } from "../tensor/tensor.ts";
import { float, rounding, type Unary } from "./lift.ts";
import { tensorOf } from "./operands.ts";
import { requireOptions } from "./require-options.ts";

/**
 * The largest whole number not above x, in its dtype.
 *
 * @example
 * ```ts
 * await np.floor(np.array([-1.5, 1.5])).array(); // => [-2,1]
 * ```
 */
export const floor: Unary = rounding("floor", lax.floor);

/**
 * The smallest whole number not below x, in its dtype.
 *
 * @example
 * ```ts
 * await np.ceil(np.array([-1.5, 1.5])).array(); // => [-1,2]
 * ```
 */
export const ceil: Unary = rounding("ceil", lax.ceil);

/**
 * To the nearest whole number, ties to even, in a float dtype.
 *
 * @example
 * ```ts
 * await np.rint(np.array([0.5, 1.5, -2.5])).array(); // => [0,2,-2]
 * ```
 */
export const rint: Unary = float("rint", lax.round);

/**
 * The whole number next to x towards zero.
 *
 * @example
 * ```ts
 * await np.trunc(np.array([-1.5, 1.5])).array(); // => [-1,1]
 * ```
 */
export const trunc: Unary = rounding("trunc", (x) =>
  lax.select(lax.lt(x, zerosOf(x.spec)), lax.ceil(x), lax.floor(x)),
);

/**
 * To the nearest number of so many digits, ties to even. Whole numbers stay as they are.
 *
 * @throws ArgumentInvalidError if `decimals` is no whole number, or negative for whole numbers.
 * @example
 * ```ts
 * await np.round(np.array([0.5, 1.5, 2.25])).array(); // => [0,2,2]
 * await np.round(np.array([0.125, 1.375]), { decimals: 2 }).array(); // => [0.12,1.38]
 * ```
 */
export function round(x: TensorLike, options: RoundOptions = {}): Tensor {
  requireOptions("np.round", options, "{ decimals }");
  const { decimals = 0 } = options;
  const operand = tensorOf("np.round", x);
  const whole = !isFloat(operand.dtype);
  if (!Number.isInteger(decimals) || (whole && decimals < 0)) {
    throw wrongArgument(
      "np.round",
      "not a number of digits",
      whole ? "decimals ≥ 0 for whole numbers" : "whole decimals",
      decimals,
    );
  }
  if (whole) return operand;
  if (decimals === 0) return lax.round(operand);
  const factor = full(operand.shape, 10 ** decimals, operand.dtype);
  return lax.div(lax.round(lax.mul(operand, factor)), factor);
}
