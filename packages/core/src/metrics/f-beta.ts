import type { Tensor } from "@elegy/autodiff";
import { requireNumber } from "../losses/require-number.ts";
import { ratio } from "../losses/ratio.ts";
import { type ConfusionCounts, type ThresholdOptions } from "./confusion-counts.ts";
import { type MetricClass, metricClass } from "./metric-class.ts";
import { thresholdBody } from "./threshold-metric.ts";

export interface FBetaOptions extends ThresholdOptions {
  /** How many times as much recall counts as precision. Default 1. */
  readonly beta?: number;
}

/**
 * `(1 + beta²)·precision·recall / (beta²·precision + recall)`; 0 if nothing is positive, nor called so.
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
 * const metric = new metrics.FBeta({ beta: 2 });
 * const inputs = { yTrue: np.array([0, 1, 1, 1]), yPred: np.array([1, 0, 1, 1]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.666667
 * ```
 */
export const FBeta: MetricClass<ConfusionCounts, FBetaOptions> = metricClass<ConfusionCounts, FBetaOptions>(
  "FBeta",
  {
    options: ["beta", "threshold", "classId", "topK"],
    body({ beta = 1, ...options }) {
      requireNumber("FBeta", "beta", beta, "positive");
      return thresholdBody("FBeta", options, (counts) => fBetaOf(counts, beta));
    },
  },
);

/** In counts, which have no quotient of two zeros on the way. */
export function fBetaOf(
  { truePositives, falsePositives, falseNegatives }: ConfusionCounts,
  beta: number,
): Tensor {
  const hits = truePositives.mul(1 + beta ** 2);
  return ratio(hits, hits.add(falseNegatives.mul(beta ** 2)).add(falsePositives));
}
