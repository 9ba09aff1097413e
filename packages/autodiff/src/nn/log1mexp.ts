import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { floatTensor } from "../np/operands.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";

/**
 * `ln(1 − e⁻ˣ)` for x > 0, without loss of digits; NaN for negative x.
 *
 * @see Mächler (2012), Accurately Computing log(1 − exp(−|a|)).
 * @example
 * ```ts
 * await nn.log1mexp(np.array([0.5, 2])).array(); // => [-0.932752,-0.145413]
 * ```
 */
export function log1mexp(x: TensorLike): Tensor {
  const operand = floatTensor("nn.log1mexp", x);
  const filled = (value: number): Tensor => full(operand.shape, value, operand.dtype);
  const near = lax.lt(operand, filled(Math.LN2));
  // Each formula sees only what it is made for: the derivative of the other is no NaN.
  const small = lax.select(near, operand, filled(Math.LN2));
  const large = lax.select(near, filled(Math.LN2), operand);
  return lax.select(
    near,
    lax.log(lax.neg(lax.expm1(lax.neg(small)))),
    lax.log1p(lax.neg(lax.exp(lax.neg(large)))),
  );
}
