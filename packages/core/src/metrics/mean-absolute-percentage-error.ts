import { meanAbsolutePercentageError } from "../losses/mean-absolute-percentage-error.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean absolute error in percent of the targets.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.MeanAbsolutePercentageError();
 * const state = metric.update(metric.reset(), { yTrue: np.array([2, 4]), yPred: np.array([1, 4]) });
 * await metric.compute(state).item(); // => 25
 * ```
 */
export const MeanAbsolutePercentageError: MetricClass<MeanState> = meanMetricClass(
  "MeanAbsolutePercentageError",
  { perSample: meanAbsolutePercentageError },
);
