import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { biasCorrected, secondMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { inverseRoot, rmsOptions, type ScaleByRmsOptions } from "./root-mean-square.ts";

export interface ScaleByRmsState {
  /** Updates made, `i32[]`; with `biasCorrection` only. */
  readonly count?: Tensor;
  /** The average of the squares, like the parameters. */
  readonly nu: unknown;
}

/**
 * `u / √(v + eps)`, where `v` is the moving average of the squared updates.
 *
 * @throws ArgumentInvalidError for a decay outside [0, 1), negative `eps` or `initialScale`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByRms } from "@elegy/optimizers";
 *
 * const rms = scaleByRms({ decay: 0.75 });
 * const [updates] = rms.update(np.array([3, -0.5]), rms.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [200,-200]
 * ```
 */
export function scaleByRms(options: ScaleByRmsOptions = {}): GradientTransformation<ScaleByRmsState> {
  const read = readOptions("scaleByRms", rmsOptions, options);
  const { decay, initialScale, biasCorrection } = read;
  return {
    init(params) {
      requireFloatLeaves(params);
      const nu = mapTensors((p) => np.fullLike(p, initialScale), params);
      return biasCorrection ? { count: zeroCount(), nu } : { nu };
    },
    update(updates, state) {
      const nu = secondMoment(updates, state.nu, decay);
      const count = state.count && incremented(state.count);
      const squares = count ? biasCorrected(nu, decay, count) : nu;
      const scaled = mapTensors((u, v) => inverseRoot(v, read).mul(u), updates, squares);
      return [scaled, count ? { count, nu } : { nu }];
    },
  };
}
