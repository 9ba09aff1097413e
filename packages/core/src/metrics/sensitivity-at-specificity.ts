import { type ConfusionCounts, recallOf, specificityOf } from "./confusion-counts.ts";
import { type ConstraintOptions, constraintMetricClass } from "./constraint-metric.ts";
import type { MetricClassWith } from "./metric-class.ts";

export interface SensitivityAtSpecificityOptions extends ConstraintOptions {
  /** The least specificity that a threshold must reach, in [0, 1]. */
  readonly specificity: number;
}

/**
 * The best sensitivity of the thresholds whose specificity is at least the one asked for; 0 if there is none.
 *
 * Targets are 0 or 1, predictions probabilities of the same shape: one out of [0, 1] makes the value NaN.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.SensitivityAtSpecificity({ specificity: 0.5 });
 * const inputs = { yTrue: np.array([0, 0, 0, 1, 1]), yPred: np.array([0, 0.3, 0.8, 0.3, 0.8]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 1
 * ```
 */
export const SensitivityAtSpecificity: MetricClassWith<ConfusionCounts, SensitivityAtSpecificityOptions> =
  constraintMetricClass("SensitivityAtSpecificity", "specificity", {
    constrained: specificityOf,
    maximized: recallOf,
  });
