import { lax, np, type Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { firstMoment, secondMoment } from "./moments.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { ranges, requireNumber } from "./require-number.ts";
import type { ScaleByRmsOptions } from "./scale-by-rms.ts";

export interface ScaleByStddevState {
  /** The average of the updates, like the parameters. */
  readonly mu: unknown;
  /** The average of their squares, like the parameters. */
  readonly nu: unknown;
}

/**
 * `u / √(v − m² + eps)`, where `m` and `v` are the moving averages of the updates and of their squares.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1) or negative `eps` or `initialScale`.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { scaleByStddev } from "@elegy/optimizers";
 *
 * const stddev = scaleByStddev({ decay: 0.5 });
 * const [updates] = stddev.update(np.array([3, -0.5]), stddev.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [200,-200]
 * ```
 */
export function scaleByStddev({
  decay = 0.9,
  eps = 1e-8,
  initialScale = 0,
}: ScaleByRmsOptions = {}): GradientTransformation<ScaleByStddevState> {
  requireNumber("rmsprop", "decay", decay, ranges.decay);
  requireNumber("rmsprop", "eps", eps, ranges.notNegative);
  requireNumber("rmsprop", "initialScale", initialScale, ranges.notNegative);
  return {
    init(params) {
      requireFloatLeaves(params);
      return {
        mu: mapTensors((p) => np.zerosLike(p), params),
        nu: mapTensors((p) => np.fullLike(p, initialScale), params),
      };
    },
    update(updates, state) {
      const mu = firstMoment(updates, state.mu, decay);
      const nu = secondMoment(updates, state.nu, decay);
      const inverse: (m: Tensor, v: Tensor) => Tensor = (m, v) => lax.rsqrt(v.sub(m.square()).add(eps));
      return [mapTensors((u, scaling) => scaling.mul(u), updates, mapTensors(inverse, mu, nu)), { mu, nu }];
    },
  };
}
