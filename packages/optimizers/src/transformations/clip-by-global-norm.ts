import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { globalNorm } from "../trees/norms.ts";

/**
 * All updates by one factor, so that their common norm is at most `maxNorm` (Pascanu et al., 2012).
 *
 * @throws ArgumentInvalidError for a `maxNorm` that is not positive.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { clipByGlobalNorm } from "@elegy/optimizers";
 *
 * const one = clipByGlobalNorm(1);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([1.5, -2]), one.init(params), params);
 * await updates.array(); // => [0.6,-0.8]
 * ```
 */
export function clipByGlobalNorm(maxNorm: Hyperparameter): GradientTransformation<EmptyState> {
  requireHyperparameter("clipByGlobalNorm", "maxNorm", maxNorm, ranges.positive);
  return stateless((updates) => {
    const norm = globalNorm(updates);
    const isWithin = norm.less(maxNorm);
    return mapTensors((u) => np.where(isWithin, u, u.div(norm.astype(u.dtype)).mul(maxNorm)), updates);
  });
}
