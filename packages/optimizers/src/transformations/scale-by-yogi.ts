import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { hyperparameter, number, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { oneMinus } from "../options/hyperparameter.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { biasCorrected, dividedByRoot, firstMoment } from "../trees/moments.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { adamOptions, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale-by-adam.ts";

/** As those of Adam; `eps` is 1e-3 by default. */
export interface ScaleByYogiOptions extends Omit<ScaleByAdamOptions, "muDtype" | "nesterov"> {
  /** What both averages begin with. Default 1e-6. */
  readonly initialAccumulatorValue?: number;
}

export const yogiOptions: OptionSpecs<ScaleByYogiOptions> = {
  b1: adamOptions.b1,
  b2: adamOptions.b2,
  eps: hyperparameter(1e-3, ranges.notNegative),
  epsRoot: adamOptions.epsRoot,
  initialAccumulatorValue: number(1e-6, ranges.notNegative),
};

/**
 * As `scaleByAdam`, with an average of the squares that moves by `(1 − b2)·u²` towards them, however far away it is
 * (Zaheer et al., 2018).
 *
 * @throws ArgumentInvalidError for decays outside [0, 1), a negative `eps`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByYogi } from "@elegy/optimizers";
 *
 * const yogi = scaleByYogi({ initialAccumulatorValue: 0 });
 * const [updates] = yogi.update(np.array([3, -0.5]), yogi.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByYogi(options: ScaleByYogiOptions = {}): GradientTransformation<ScaleByAdamState> {
  const { b1, b2, eps, epsRoot, initialAccumulatorValue } = readOptions("scaleByYogi", yogiOptions, options);
  const step = oneMinus(b2);
  return {
    init(params) {
      requireFloatLeaves(params);
      const full = (): unknown => mapTensors((p) => np.fullLike(p, initialAccumulatorValue), params);
      return { count: zeroCount(), mu: full(), nu: full() };
    },
    update(updates, state) {
      const count = incremented(state.count);
      const mu = firstMoment(updates, state.mu, b1);
      const nu = mapTensors(
        (v, u) => {
          const square = u.square();
          return v.sub(v.sub(square).sign().mul(step).mul(square));
        },
        state.nu,
        updates,
      );
      const scaled = dividedByRoot(biasCorrected(mu, b1, count), biasCorrected(nu, b2, count), {
        eps,
        epsRoot,
      });
      return [scaled, { count, mu, nu }];
    },
  };
}
