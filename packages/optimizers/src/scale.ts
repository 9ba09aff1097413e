import type { EmptyState, GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { ranges, requireNumber } from "./require-number.ts";

/**
 * `factor·u`.
 *
 * @throws ArgumentInvalidError for a factor that is not finite.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { scale } from "@elegy/optimizers";
 *
 * const [updates] = scale(-0.5).update(np.array([2, 4]).astype("float32"), {});
 * await updates.array(); // => [-1,-2]
 * ```
 */
export function scale(factor: number): GradientTransformation<EmptyState> {
  requireNumber("scale", "factor", factor, ranges.finite);
  return {
    init(params) {
      requireFloatLeaves(params);
      return {};
    },
    update(updates, state) {
      return [mapTensors((u) => u.mul(factor), updates), state];
    },
  };
}
