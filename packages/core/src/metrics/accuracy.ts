import { requireSameShape } from "../losses/require-same-shape.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * How many predictions equal their targets, both of one shape. Dtypes are promoted, so 0.9 is not 0.
 *
 * @throws ShapeMismatchError when updated with shapes that are not equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const accuracy = new metrics.Accuracy();
 * const inputs = { yTrue: np.array([1, 1, 1, 1]), yPred: np.array([0, 1, 1, 1]) };
 * await accuracy.compute(accuracy.update(accuracy.reset(), inputs)).item(); // => 0.75
 * ```
 */
export const Accuracy: MetricClass<MeanState> = meanMetricClass("Accuracy", {
  perSample(yTrue, yPred) {
    requireSameShape("Accuracy", yTrue, yPred);
    return yTrue.equal(yPred);
  },
});
