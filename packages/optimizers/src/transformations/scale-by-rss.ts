import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, number, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapTensors } from "../trees/map-tensors.ts";

export interface ScaleByRssOptions {
  /** What the sum of the squares begins with. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Added under the root, against division by zero. Default 1e-7. */
  readonly eps?: Hyperparameter;
}

export interface ScaleByRssState {
  /** The sum of the squares, like the parameters. */
  readonly sumOfSquares: unknown;
}

export const rssOptions: OptionSpecs<ScaleByRssOptions> = {
  initialAccumulatorValue: number(0.1, ranges.notNegative),
  eps: hyperparameter(1e-7, ranges.notNegative),
};

/**
 * `u / √(s + eps)`, where `s` is the sum of all squared updates; 0 where that is 0 (Duchi et al., 2011).
 *
 * @throws ArgumentInvalidError for a negative option, or an unknown one.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByRss } from "@elegy/optimizers";
 *
 * const rss = scaleByRss({ initialAccumulatorValue: 0 });
 * const [updates] = rss.update(np.array([3, -0.5]), rss.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByRss(options: ScaleByRssOptions = {}): GradientTransformation<ScaleByRssState> {
  const { initialAccumulatorValue, eps } = readOptions("scaleByRss", rssOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { sumOfSquares: mapTensors((p) => np.fullLike(p, initialAccumulatorValue), params) };
    },
    update(updates, state) {
      const sumOfSquares = mapTensors((s, u) => u.square().add(s), state.sumOfSquares, updates);
      const scaled = mapTensors(
        (u, s) => np.where(s.greater(0), lax.rsqrt(s.add(eps)), 0).mul(u),
        updates,
        sumOfSquares,
      );
      return [scaled, { sumOfSquares }];
    },
  };
}
