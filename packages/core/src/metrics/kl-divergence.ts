import { klDivergence } from "../losses/kl-divergence.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean Kullback–Leibler divergence of predicted distributions from the targets.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.KLDivergence();
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0.5, 0.5]]), yPred: np.array([[0.25, 0.75]]) });
 * await metric.compute(state).item(); // => 0.143841
 * ```
 */
export const KLDivergence: MetricClass<MeanState> = meanMetricClass("KLDivergence", {
  perSample: klDivergence,
  leastAxes: 2,
});
