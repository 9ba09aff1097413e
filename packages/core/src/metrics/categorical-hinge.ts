import { categoricalHinge } from "../losses/categorical-hinge.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean hinge loss of the right class against the strongest wrong one.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.CategoricalHinge();
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0, 1, 0]]), yPred: np.array([[0.5, 1, 0]]) });
 * await metric.compute(state).item(); // => 0.5
 * ```
 */
export const CategoricalHinge: MetricClass<MeanState> = meanMetricClass("CategoricalHinge", {
  perSample: categoricalHinge,
  leastAxes: 2,
});
