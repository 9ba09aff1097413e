import { type ConfusionCounts, recallOf, specificityOf } from "./confusion-counts.ts";
import { type ConstraintOptions, constraintMetricClass } from "./constraint-metric.ts";
import type { MetricClassWith } from "./metric-class.ts";

export interface SpecificityAtSensitivityOptions extends ConstraintOptions {
  /** The least sensitivity that a threshold must reach, in [0, 1]. */
  readonly sensitivity: number;
}

/**
 * The best specificity of the thresholds whose sensitivity is at least the one asked for; 0 if there is none.
 *
 * Targets are 0 or 1, predictions probabilities of the same shape: one out of [0, 1] makes the value NaN.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.SpecificityAtSensitivity({ sensitivity: 0.5 });
 * const inputs = { yTrue: np.array([0, 0, 0, 1, 1]), yPred: np.array([0, 0.3, 0.8, 0.3, 0.8]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.666667
 * ```
 */
export const SpecificityAtSensitivity: MetricClassWith<ConfusionCounts, SpecificityAtSensitivityOptions> =
  constraintMetricClass("SpecificityAtSensitivity", "sensitivity", {
    constrained: recallOf,
    maximized: specificityOf,
  });
