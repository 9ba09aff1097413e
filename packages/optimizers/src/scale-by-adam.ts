import { np, type Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { biasCorrected, firstMoment, secondMoment } from "./moments.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { ranges, requireNumber } from "./require-number.ts";
import { incremented, zeroCount } from "./step-count.ts";

export interface ScaleByAdamOptions {
  /** Decay of the average of the gradients. Default 0.9. */
  readonly b1?: number;
  /** Decay of the average of their squares. Default 0.999. */
  readonly b2?: number;
  /** Added to the root, against division by zero. Default 1e-8. */
  readonly eps?: number;
  /** Added under the root, for gradients through the update. Default 0. */
  readonly epsRoot?: number;
}

export interface ScaleByAdamState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The average of the gradients, like the parameters. */
  readonly mu: unknown;
  /** The average of their squares, like the parameters. */
  readonly nu: unknown;
}

/**
 * `m̂ / (√(v̂ + epsRoot) + eps)` of the bias-corrected moving averages of the gradients and their squares
 * (Kingma and Ba, 2014, algorithm 1).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1) or a negative `eps`.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { scaleByAdam } from "@elegy/optimizers";
 *
 * const adam = scaleByAdam();
 * const [updates] = adam.update(np.array([3, -0.5]), adam.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByAdam({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  epsRoot = 0,
}: ScaleByAdamOptions = {}): GradientTransformation<ScaleByAdamState> {
  requireNumber("adam", "b1", b1, ranges.decay);
  requireNumber("adam", "b2", b2, ranges.decay);
  requireNumber("adam", "eps", eps, ranges.notNegative);
  requireNumber("adam", "epsRoot", epsRoot, ranges.notNegative);
  return {
    init(params) {
      requireFloatLeaves(params);
      const zeros = (): unknown => mapTensors((p) => np.zerosLike(p), params);
      return { count: zeroCount(), mu: zeros(), nu: zeros() };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = secondMoment(updates, state.nu, b2);
      const scaled = mapTensors(
        (m, v) => m.div((epsRoot === 0 ? v : v.add(epsRoot)).sqrt().add(eps)),
        biasCorrected(mu, b1, count),
        biasCorrected(nu, b2, count),
      );
      return [scaled, { count, mu, nu }];
    },
  };
}
