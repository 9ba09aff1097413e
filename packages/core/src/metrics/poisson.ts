import { poisson } from "../losses/poisson.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean loss of Poisson regression: targets are counts, predictions rates.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.Poisson();
 * const state = metric.update(metric.reset(), { yTrue: np.array([2, 0]), yPred: np.array([1, 1]) });
 * await metric.compute(state).item(); // => 1
 * ```
 */
export const Poisson: MetricClass<MeanState> = meanMetricClass("Poisson", { perSample: poisson });
