import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * The signs of the updates: −1, 0 or 1.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleBySign } from "@elegy/optimizers";
 *
 * const one = scaleBySign();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [1,-1]
 * ```
 */
export function scaleBySign(): GradientTransformation<EmptyState> {
  return stateless((updates) => mapTensors((u) => u.sign(), updates));
}
