import { logCosh } from "../losses/log-cosh.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean logarithm of the hyperbolic cosine of the error.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.LogCosh();
 * const state = metric.update(metric.reset(), { yTrue: np.array([0, 1]), yPred: np.array([1, 1]) });
 * await metric.compute(state).item(); // => 0.21689
 * ```
 */
export const LogCosh: MetricClass<MeanState> = meanMetricClass("LogCosh", { perSample: logCosh });
