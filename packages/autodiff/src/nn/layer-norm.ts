import { add, multiply } from "../np/elementwise.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { standardize, type StandardizeOptions } from "./standardize.ts";
import { requireOptions } from "../np/require-options.ts";

export interface LayerNormOptions extends Pick<StandardizeOptions, "axis" | "epsilon"> {
  /** Multiplies the result; broadcasts to x, as `f32[features]`. Default: nothing. */
  readonly scale?: TensorLike;
  /** Added to the result; broadcasts to x, as `f32[features]`. Default: nothing. */
  readonly offset?: TensorLike;
}

/**
 * Layer normalization: `(x − mean) / √(variance + epsilon) · scale + offset`, with mean and variance over `axis`.
 *
 * @param x `f32[...batch, features]`.
 * @returns the shape of x.
 * @throws ShapeMismatchError if `scale` or `offset` does not broadcast.
 * @see Ba, Kiros and Hinton (2016), Layer Normalization.
 * @example
 * ```ts
 * const x = np.array([[1, 3], [4, 4]]);
 * const options = { epsilon: 0.0001, scale: np.array([2, 2]), offset: 1 };
 * await nn.layerNorm(x, options).array(); // => [[-0.9999,2.9999],[1,1]]
 * ```
 */
export function layerNorm(x: TensorLike, options: LayerNormOptions = {}): Tensor {
  requireOptions("nn.layerNorm", options, "{ axis, mean, variance, epsilon, where, scale, offset }");
  const { scale, offset, ...rest } = options;
  const standardized = standardize(x, rest);
  const scaled = scale === undefined ? standardized : multiply(standardized, scale);
  return offset === undefined ? scaled : add(scaled, offset);
}
