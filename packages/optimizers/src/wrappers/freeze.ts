import type { GradientTransformation } from "../gradient-transformation.ts";
import { setToZero } from "../transformations/set-to-zero.ts";
import { masked, type MaskedState } from "./masked.ts";
import type { Mask } from "./select-leaves.ts";

/**
 * Parameters that stay as they are: zeros in place of their updates. Stands last in a chain. The optimizer before it still
 * has a state for them: `multiTransform` with `setToZero` saves that.
 *
 * @param mask `true` for what is frozen, as in `masked`.
 * @throws ArgumentInvalidError for a mask that does not fit the parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { chain, freeze, sgd } from "@elegy/optimizers";
 *
 * const optimizer = chain(sgd(0.5), freeze({ encoder: true, head: false }));
 * const params = { encoder: { w: np.ones([2]) }, head: { w: np.ones([2]) } };
 * const [updates] = optimizer.update(params, optimizer.init(params), params);
 * await np.concatenate([updates.encoder.w, updates.head.w]).array(); // => [0,0,-0.5,-0.5]
 * ```
 */
export function freeze(mask: Mask): GradientTransformation<MaskedState> {
  return masked(setToZero(), mask);
}
