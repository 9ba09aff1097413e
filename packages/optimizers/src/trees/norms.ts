import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { tensorLeaves } from "./map-tensors.ts";

/** `√Σx²` of one tensor, at least `least`. */
export function leafNorm(x: Tensor, least: Hyperparameter = 0): Tensor {
  return np.maximum(x.square().sum().sqrt(), least);
}

/** `√mean(x²)` of one tensor, at least `least`; of no elements, `least`. */
export function leafRms(x: Tensor, least: Hyperparameter = 0): Tensor {
  const mean = x.size === 0 ? np.zeros([], { dtype: x.dtype }) : x.square().mean();
  return np.maximum(mean.sqrt(), least);
}

/**
 * `√Σx²` over all elements of all tensors of a tree: a scalar; 0 for an empty tree.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { globalNorm } from "@elegy/optimizers";
 *
 * await globalNorm({ w: np.array([2, 1.5]), b: np.array([1.5, 2.0]) }).item(); // => 3.53553
 * ```
 */
export function globalNorm(value: unknown): Tensor {
  const squares = tensorLeaves(value).map((x) => x.square().sum());
  const [first = np.zeros([]), ...others] = squares;
  return others.reduce((sum, one) => sum.add(one), first).sqrt();
}
