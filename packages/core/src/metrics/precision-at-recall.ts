import { type ConfusionCounts, precisionOf, recallOf } from "./confusion-counts.ts";
import { type ConstraintOptions, constraintMetricClass } from "./constraint-metric.ts";
import type { MetricClassWith } from "./metric-class.ts";

export interface PrecisionAtRecallOptions extends ConstraintOptions {
  /** The least recall that a threshold must reach, in [0, 1]. */
  readonly recall: number;
}

/**
 * The best precision of the thresholds whose recall is at least the one asked for; 0 if there is none.
 *
 * Targets are 0 or 1, predictions probabilities of the same shape: one out of [0, 1] makes the value NaN.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.PrecisionAtRecall({ recall: 0.5 });
 * const inputs = { yTrue: np.array([0, 0, 0, 1, 1]), yPred: np.array([0, 0.3, 0.8, 0.3, 0.8]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.5
 * ```
 */
export const PrecisionAtRecall: MetricClassWith<ConfusionCounts, PrecisionAtRecallOptions> =
  constraintMetricClass("PrecisionAtRecall", "recall", { constrained: recallOf, maximized: precisionOf });
