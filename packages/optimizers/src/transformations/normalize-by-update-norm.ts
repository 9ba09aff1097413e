import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { globalNorm } from "../trees/norms.ts";

export interface NormalizeByUpdateNormOptions {
  /** The norm of the result. Default 1. */
  readonly scaleFactor?: Hyperparameter;
  /** Added to the norm, against division by zero. Default 1e-6. */
  readonly eps?: Hyperparameter;
}

const normalizeOptions: OptionSpecs<NormalizeByUpdateNormOptions> = {
  scaleFactor: hyperparameter(1, ranges.positive),
  eps: hyperparameter(1e-6, ranges.notNegative),
};

/**
 * All updates divided by their common norm: `scaleFactor·u / (‖u‖ + eps)`.
 *
 * @throws ArgumentInvalidError for options out of their ranges, or an unknown one.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { normalizeByUpdateNorm } from "@elegy/optimizers";
 *
 * const one = normalizeByUpdateNorm({ eps: 0 });
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([1.5, -2]), one.init(params), params);
 * await updates.array(); // => [0.6,-0.8]
 * ```
 */
export function normalizeByUpdateNorm(
  options: NormalizeByUpdateNormOptions = {},
): GradientTransformation<EmptyState> {
  const { scaleFactor, eps } = readOptions("normalizeByUpdateNorm", normalizeOptions, options);
  return stateless((updates) => {
    const norm = globalNorm(updates).add(eps).div(scaleFactor);
    return mapTensors((u) => u.div(norm.astype(u.dtype)), updates);
  });
}
