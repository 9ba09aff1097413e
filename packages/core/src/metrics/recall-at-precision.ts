import { type ConfusionCounts, precisionOf, recallOf } from "./confusion-counts.ts";
import { type ConstraintOptions, constraintMetricClass } from "./constraint-metric.ts";
import type { MetricClassWith } from "./metric-class.ts";

export interface RecallAtPrecisionOptions extends ConstraintOptions {
  /** The least precision that a threshold must reach, in [0, 1]. */
  readonly precision: number;
}

/**
 * The best recall of the thresholds whose precision is at least the one asked for; 0 if there is none.
 *
 * Targets are 0 or 1, predictions probabilities of the same shape: one out of [0, 1] makes the value NaN.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.RecallAtPrecision({ precision: 0.5 });
 * const inputs = { yTrue: np.array([0, 0, 0, 1, 1]), yPred: np.array([0, 0.3, 0.8, 0.3, 0.8]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.5
 * ```
 */
export const RecallAtPrecision: MetricClassWith<ConfusionCounts, RecallAtPrecisionOptions> =
  constraintMetricClass("RecallAtPrecision", "precision", { constrained: precisionOf, maximized: recallOf });
