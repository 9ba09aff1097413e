import { meanSquaredError } from "../losses/mean-squared-error.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean squared error.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.MeanSquaredError();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 2, 3]), yPred: np.array([2, 3, 5]) });
 * await metric.compute(state).item(); // => 2
 * ```
 */
export const MeanSquaredError: MetricClass<MeanState> = meanMetricClass("MeanSquaredError", {
  perSample: meanSquaredError,
});
