import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import { stateless } from "../stateless.ts";
import { zerosLike } from "../trees/map-tensors.ts";

/**
 * Zeros in place of the updates: parameters that stay as they are. See `freeze`.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { setToZero } from "@elegy/optimizers";
 *
 * const one = setToZero();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [0,0]
 * ```
 */
export function setToZero(): GradientTransformation<EmptyState> {
  return stateless((updates) => zerosLike(updates));
}
