import * as nn from "@elegy/autodiff/nn";
import { requireNumber } from "../losses/require-number.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import { inTopK } from "./in-top-k.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

export interface TopKOptions {
  /** Among how many of the largest predictions the right one must be. Default 5. */
  readonly k?: number;
}

/**
 * How often the class with the largest target, of `f32[batch,…,classes]`, is among the `k` largest predictions.
 *
 * @throws ShapeMismatchError, ArgumentInvalidError when updated with shapes that are not equal, or with fewer classes.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.TopKCategoricalAccuracy({ k: 2 });
 * const yPred = np.array([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0, 0, 1], [0, 0, 1]]), yPred });
 * await metric.compute(state).item(); // => 0.5
 * ```
 */
export const TopKCategoricalAccuracy: MetricClass<MeanState, TopKOptions> = meanMetricClass<TopKOptions>(
  "TopKCategoricalAccuracy",
  {
    options: ["k"],
    checkOptions: ({ k = 5 }) => requireNumber("TopKCategoricalAccuracy", "k", k, "count"),
    perSample(yTrue, yPred, { k = 5 }) {
      requireSameShape("TopKCategoricalAccuracy", yTrue, yPred);
      const isClass = nn.oneHot(yTrue.argmax({ axis: -1 }), yTrue.shape.at(-1) ?? 0, { dtype: "bool" });
      return inTopK("TopKCategoricalAccuracy", yPred, isClass, k);
    },
    leastAxes: 2,
  },
);
