import {
  type CrossentropyOptions,
  labelsCounted,
  sparseCategoricalCrossentropy,
} from "../losses/sparse-categorical-crossentropy.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean cross-entropy of labels and predicted classes.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.SparseCategoricalCrossentropy();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1]), yPred: np.array([[0.5, 0.5]]) });
 * await metric.compute(state).item(); // => 0.693147
 * ```
 */
export const SparseCategoricalCrossentropy: MetricClass<MeanState, CrossentropyOptions> =
  meanMetricClass<CrossentropyOptions>("SparseCategoricalCrossentropy", {
    options: ["fromLogits", "checkBounds", "ignoreClass"],
    perSample: sparseCategoricalCrossentropy,
    counted: labelsCounted,
  });
