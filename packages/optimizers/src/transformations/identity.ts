import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import { stateless } from "../stateless.ts";

/**
 * Leaves the updates as they are.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { identity } from "@elegy/optimizers";
 *
 * const one = identity();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [3,-0.5]
 * ```
 */
export function identity(): GradientTransformation<EmptyState> {
  return stateless((updates) => updates);
}
