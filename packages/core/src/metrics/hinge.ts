import { hinge } from "../losses/hinge.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean hinge loss, of targets −1 and 1, or 0 and 1.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.Hinge();
 * const state = metric.update(metric.reset(), { yTrue: np.array([-1, 1]), yPred: np.array([-0.5, 0]) });
 * await metric.compute(state).item(); // => 0.75
 * ```
 */
export const Hinge: MetricClass<MeanState> = meanMetricClass("Hinge", { perSample: hinge, binary: true });
