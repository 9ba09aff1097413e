import { lax, np } from "@elegy/autodiff";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { secondMoment } from "./moments.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { ranges, requireNumber } from "./require-number.ts";

export interface ScaleByRmsOptions {
  /** Decay of the average. Default 0.9. */
  readonly decay?: number;
  /** Added under the root, against division by zero. Default 1e-8. */
  readonly eps?: number;
  /** What the average of the squares begins with. Default 0. */
  readonly initialScale?: number;
}

export interface ScaleByRmsState {
  /** The average of the squares, like the parameters. */
  readonly nu: unknown;
}

/**
 * `u / √(v + eps)`, where `v` is the moving average of the squared updates.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1) or negative `eps` or `initialScale`.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { scaleByRms } from "@elegy/optimizers";
 *
 * const rms = scaleByRms({ decay: 0.75 });
 * const [updates] = rms.update(np.array([3, -0.5]), rms.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [200,-200]
 * ```
 */
export function scaleByRms({
  decay = 0.9,
  eps = 1e-8,
  initialScale = 0,
}: ScaleByRmsOptions = {}): GradientTransformation<ScaleByRmsState> {
  requireNumber("rmsprop", "decay", decay, ranges.decay);
  requireNumber("rmsprop", "eps", eps, ranges.notNegative);
  requireNumber("rmsprop", "initialScale", initialScale, ranges.notNegative);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { nu: mapTensors((p) => np.fullLike(p, initialScale), params) };
    },
    update(updates, state) {
      const nu = secondMoment(updates, state.nu, decay);
      return [mapTensors((u, v) => lax.rsqrt(v.add(eps)).mul(u), updates, nu), { nu }];
    },
  };
}
