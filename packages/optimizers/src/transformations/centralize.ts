import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * Takes from each update of two axes or more its mean over all axes but the first (Yong et al., 2020).
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { centralize } from "@elegy/optimizers";
 *
 * const one = centralize();
 * const [updates] = one.update(np.array([[1, 2], [5, 7]]).astype("float32"), one.init({}));
 * await updates.array(); // => [[-0.5,0.5],[-1,1]]
 * ```
 */
export function centralize(): GradientTransformation<EmptyState> {
  return stateless((updates) =>
    mapTensors((u) => {
      if (u.ndim < 2 || u.size === 0) return u;
      return u.sub(u.mean({ axis: u.shape.map((_, axis) => axis).slice(1), keepdims: true }));
    }, updates),
  );
}
