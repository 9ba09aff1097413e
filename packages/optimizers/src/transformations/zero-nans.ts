import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { mapTensors } from "../trees/map-tensors.ts";

export interface ZeroNansState {
  /** Whether there was a NaN in the last update, `bool[]` for each parameter. */
  readonly foundNan: unknown;
}

/**
 * 0 in place of every NaN.
 *
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { zeroNans } from "@elegy/optimizers";
 *
 * const one = zeroNans();
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, Number.NaN]), one.init(params), params);
 * await updates.array(); // => [3,0]
 * ```
 */
export function zeroNans(): GradientTransformation<ZeroNansState> {
  return {
    init(params) {
      requireFloatLeaves(params);
      return { foundNan: mapTensors(() => np.zeros([], { dtype: "bool" }), params) };
    },
    update(updates) {
      const found = mapTensors((u) => u.isnan().any(), updates);
      return [mapTensors((u) => np.where(u.isnan(), 0, u), updates), { foundNan: found }];
    },
  };
}
