import { meanSquaredLogarithmicError } from "../losses/mean-squared-logarithmic-error.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean squared error of logarithms.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.MeanSquaredLogarithmicError();
 * const state = metric.update(metric.reset(), { yTrue: np.array([0, 1]), yPred: np.array([1, 1]) });
 * await metric.compute(state).item(); // => 0.240226
 * ```
 */
export const MeanSquaredLogarithmicError: MetricClass<MeanState> = meanMetricClass(
  "MeanSquaredLogarithmicError",
  { perSample: meanSquaredLogarithmicError },
);
