import { type ConfusionCounts, recallOf, type ThresholdOptions } from "./confusion-counts.ts";
import type { MetricClass } from "./metric-class.ts";
import { thresholdMetricClass } from "./threshold-metric.ts";

/**
 * The share of what is positive that is called so; 0 if nothing is positive.
 *
 * Targets are 0 or 1 (what lies between counts as so much of each), predictions probabilities of the same shape;
 * `threshold` is one number: for several, make several metrics.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.Recall();
 * const inputs = { yTrue: np.array([0, 1, 1, 1]), yPred: np.array([1, 0, 1, 1]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.666667
 * ```
 */
export const Recall: MetricClass<ConfusionCounts, ThresholdOptions> = thresholdMetricClass(
  "Recall",
  recallOf,
);
