import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import { requireParams } from "../options/require-params.ts";
import { stateless } from "../stateless.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * `−p` in place of every update that would make its parameter negative: it becomes 0. Stands last in a chain.
 *
 * @throws ArgumentInvalidError without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { keepParamsNonnegative } from "@elegy/optimizers";
 *
 * const one = keepParamsNonnegative();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([-3, 0.5]), one.init(params), params);
 * await updates.array(); // => [-1,2]
 * ```
 */
export function keepParamsNonnegative(): GradientTransformation<EmptyState> {
  return stateless((updates, params) =>
    mapTensors(
      (u, p) => np.where(p.add(u).less(0), p.neg(), u),
      updates,
      requireParams("keepParamsNonnegative", params),
    ),
  );
}
