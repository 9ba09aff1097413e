import * as np from "@elegy/autodiff/np";
import {
  type CrossentropyOptions,
  labelsCounted,
  requireIgnoreClass,
  sparseCategoricalCrossentropy,
} from "../losses/sparse-categorical-crossentropy.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * `e` to the power of the mean cross-entropy of labels: among how many classes the model still hesitates.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.Perplexity();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 0]), yPred: np.array([[0.5, 0.5], [0.5, 0.5]]) });
 * await metric.compute(state).item(); // => 2
 * ```
 */
export const Perplexity: MetricClass<MeanState, CrossentropyOptions> = meanMetricClass<CrossentropyOptions>(
  "Perplexity",
  {
    options: ["fromLogits", "checkBounds", "ignoreClass"],
    perSample: sparseCategoricalCrossentropy,
    counted: labelsCounted,
    checkOptions: (options) => requireIgnoreClass("Perplexity", options),
    finish: np.exp,
  },
);
