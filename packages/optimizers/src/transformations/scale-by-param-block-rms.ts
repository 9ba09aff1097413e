import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { leafRms } from "../trees/norms.ts";

/**
 * Each update times the root mean square of its parameter.
 *
 * @param minScale the least factor.
 * @throws ArgumentInvalidError for a negative `minScale`, or without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByParamBlockRms } from "@elegy/optimizers";
 *
 * const one = scaleByParamBlockRms();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [4.74342,-0.790569]
 * ```
 */
export function scaleByParamBlockRms(minScale: Hyperparameter = 1e-3): GradientTransformation<EmptyState> {
  requireHyperparameter("scaleByParamBlockRms", "minScale", minScale, ranges.notNegative);
  return stateless((updates, params) =>
    mapTensors((u, p) => u.mul(leafRms(p, minScale)), updates, requireParams("scaleByParamBlockRms", params)),
  );
}
