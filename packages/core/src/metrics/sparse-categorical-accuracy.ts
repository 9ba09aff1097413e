import { requireLabels } from "../losses/require-labels.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * How often the class with the largest prediction is the labelled one.
 *
 * Targets are labels `i32[batch,…]`, predictions probabilities or logits `f32[batch,…,classes]`.
 *
 * @throws ShapeMismatchError, DTypeMismatchError when updated with targets that are not one label for each row.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const accuracy = new metrics.SparseCategoricalAccuracy();
 * const yPred = np.array([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * const state = accuracy.update(accuracy.reset(), { yTrue: np.array([2, 1]), yPred });
 * await accuracy.compute(state).item(); // => 0.5
 * ```
 */
export const SparseCategoricalAccuracy: MetricClass<MeanState> = meanMetricClass(
  "SparseCategoricalAccuracy",
  {
    perSample(yTrue, yPred) {
      requireLabels("SparseCategoricalAccuracy", yTrue.spec, yPred.spec);
      return yPred.argmax({ axis: -1 }).equal(yTrue);
    },
  },
);
