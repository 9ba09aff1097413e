import { requireSameShape } from "../losses/require-same-shape.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * How often the class with the largest prediction is that with the largest target.
 *
 * Targets are one-hot or other distributions `f32[batch,…,classes]`, predictions of the same shape.
 *
 * @throws ShapeMismatchError when updated with shapes that are not equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.CategoricalAccuracy();
 * const yPred = np.array([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0, 0, 1], [0, 1, 0]]), yPred });
 * await metric.compute(state).item(); // => 0.5
 * ```
 */
export const CategoricalAccuracy: MetricClass<MeanState> = meanMetricClass("CategoricalAccuracy", {
  perSample(yTrue, yPred) {
    requireSameShape("CategoricalAccuracy", yTrue, yPred);
    return yPred.argmax({ axis: -1 }).equal(yTrue.argmax({ axis: -1 }));
  },
  leastAxes: 2,
});
