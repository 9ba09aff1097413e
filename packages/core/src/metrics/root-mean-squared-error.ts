import * as np from "@elegy/autodiff/np";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The root of the mean squared error over all samples.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.RootMeanSquaredError();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 2]), yPred: np.array([2, 9]) });
 * await metric.compute(state).item(); // => 5
 * ```
 */
export const RootMeanSquaredError: MetricClass<MeanState> = meanMetricClass("RootMeanSquaredError", {
  perSample: meanSquaredError,
  finish: np.sqrt,
});
