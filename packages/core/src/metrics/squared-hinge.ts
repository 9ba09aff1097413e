import { squaredHinge } from "../losses/squared-hinge.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean squared hinge loss, of targets −1 and 1, or 0 and 1.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.SquaredHinge();
 * const state = metric.update(metric.reset(), { yTrue: np.array([-1, 1]), yPred: np.array([-0.5, 0]) });
 * await metric.compute(state).item(); // => 0.625
 * ```
 */
export const SquaredHinge: MetricClass<MeanState> = meanMetricClass("SquaredHinge", {
  perSample: squaredHinge,
  binary: true,
});
