import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { biasCorrected, firstMoment, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { inverseRoot, rmsOptions, type ScaleByRmsOptions } from "./root-mean-square.ts";
import type { ScaleByRmsState } from "./scale-by-rms.ts";

export interface ScaleByStddevState extends ScaleByRmsState {
  /** The average of the updates, like the parameters. */
  readonly mu: unknown;
}

/**
 * `u / √(v − m² + eps)`, where `m` and `v` are the moving averages of the updates and of their squares.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1), negative `eps` or `initialScale`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByStddev } from "@elegy/optimizers";
 *
 * const stddev = scaleByStddev({ decay: 0.5 });
 * const [updates] = stddev.update(np.array([3, -0.5]), stddev.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [200,-200]
 * ```
 */
export function scaleByStddev(options: ScaleByRmsOptions = {}): GradientTransformation<ScaleByStddevState> {
  const read = readOptions("scaleByStddev", rmsOptions, options);
  const { decay, initialScale, biasCorrection } = read;
  return {
    init(params) {
      requireFloatLeaves(params);
      const averages = {
        mu: zerosLike(params),
        nu: mapTensors((p) => np.fullLike(p, initialScale), params),
      };
      return biasCorrection ? { count: zeroCount(), ...averages } : averages;
    },
    update(updates, state) {
      const mu = firstMoment(updates, state.mu, decay);
      const nu = secondMoment(updates, state.nu, decay);
      const count = state.count && incremented(state.count);
      const scaled = mapTensors(
        (u, m, v) => inverseRoot(v.sub(m.square()), read).mul(u),
        updates,
        count ? biasCorrected(mu, decay, count) : mu,
        count ? biasCorrected(nu, decay, count) : nu,
      );
      return [scaled, count ? { count, mu, nu } : { mu, nu }];
    },
  };
}
