import { meanOverLast } from "../losses/float-pair.ts";
import { requireNumber } from "../losses/require-number.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

export interface BinaryAccuracyOptions {
  /** A prediction above it counts as 1, others as 0. Default 0.5; for logits 0. */
  readonly threshold?: number;
}

/**
 * How many of the predictions fall on the side of the threshold that their targets, 0 or 1, name; averaged over the
 * last axis, but of vectors.
 *
 * @throws ShapeMismatchError when updated with shapes that are not equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.BinaryAccuracy();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 1, 0, 0]), yPred: np.array([0.98, 1, 0, 0.6]) });
 * await metric.compute(state).item(); // => 0.75
 * ```
 */
export const BinaryAccuracy: MetricClass<MeanState, BinaryAccuracyOptions> =
  meanMetricClass<BinaryAccuracyOptions>("BinaryAccuracy", {
    options: ["threshold"],
    checkOptions: ({ threshold = 0.5 }) => requireNumber("BinaryAccuracy", "threshold", threshold, "finite"),
    perSample(yTrue, yPred, { threshold = 0.5 }) {
      requireSameShape("BinaryAccuracy", yTrue, yPred);
      return meanOverLast(yPred.greater(threshold).astype("float32").equal(yTrue).astype("float32"));
    },
    binary: true,
  });
