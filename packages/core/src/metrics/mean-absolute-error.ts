import { meanAbsoluteError } from "../losses/mean-absolute-error.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean absolute error.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.MeanAbsoluteError();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 2, 3]), yPred: np.array([2, 3, 5]) });
 * await metric.compute(state).item(); // => 1.33333
 * ```
 */
export const MeanAbsoluteError: MetricClass<MeanState> = meanMetricClass("MeanAbsoluteError", {
  perSample: meanAbsoluteError,
});
