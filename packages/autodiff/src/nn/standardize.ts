import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { add, multiply, subtract } from "../np/elementwise.ts";
import { floatTensor } from "../np/operands.ts";
import { mean as meanOf, sum } from "../np/reductions.ts";
import { where as choose } from "../np/selection.ts";
import type { Axis, Tensor, TensorLike } from "../tensor/tensor.ts";

export interface StandardizeOptions {
  /** Default −1, the last. */
  readonly axis?: Axis;
  /** In place of the mean of x over `axis`. */
  readonly mean?: TensorLike;
  /** In place of the variance of x over `axis`. */
  readonly variance?: TensorLike;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Which elements the mean and the variance are of, a `bool` tensor that broadcasts to x. Default: all. */
  readonly where?: Tensor;
}

/**
 * `(x − mean) / √(variance + epsilon)` over `axis`.
 *
 * @example
 * ```ts
 * await nn.standardize(np.array([1, 3]), { epsilon: 0 }).array(); // => [-1,1]
 * ```
 */
export function standardize(x: TensorLike, options: StandardizeOptions = {}): Tensor {
  const { axis = -1, epsilon = 1e-5, where } = options;
  const operand = floatTensor("nn.standardize", x);
  const average = (values: Tensor): Tensor => {
    if (where === undefined) return meanOf(values, { axis, keepdims: true });
    const count = sum(choose(where, full(values.shape, 1, values.dtype), 0), { axis, keepdims: true });
    return lax.div(sum(choose(where, values, 0), { axis, keepdims: true }), count);
  };
  const center = options.mean ?? average(operand);
  const distance = subtract(operand, center);
  const spread = options.variance ?? average(lax.mul(distance, distance));
  return multiply(distance, lax.rsqrt(floatTensor("nn.standardize", add(spread, epsilon))));
}
