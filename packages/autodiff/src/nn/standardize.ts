import * as lax from "../lax/elementwise.ts";
import { rsqrt } from "../lax/roots.ts";
import { add, multiply, subtract } from "../np/elementwise.ts";
import { floatTensor } from "../np/operands.ts";
import { meanOf } from "../np/reductions.ts";
import type { Axis, Tensor, TensorLike } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";

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
  requireOptions("nn.standardize", options, "{ axis, mean, variance, epsilon, where }");
  const { axis = -1, epsilon = 1e-5, where } = options;
  const operand = floatTensor("nn.standardize", x);
  const over = where === undefined ? { axis, keepdims: true } : { axis, keepdims: true, where };
  const average = (values: Tensor): Tensor => meanOf("nn.standardize", values, over, 0);
  const center = options.mean ?? average(operand);
  const distance = subtract(operand, center);
  const spread = options.variance ?? average(lax.mul(distance, distance));
  return multiply(distance, rsqrt(floatTensor("nn.standardize", add(spread, epsilon))));
}
