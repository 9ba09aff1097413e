import {
  categoricalCrossentropy,
  type CategoricalCrossentropyOptions,
} from "../losses/categorical-crossentropy.ts";
import { requireNumber } from "../losses/require-number.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean cross-entropy of distributions over classes.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.CategoricalCrossentropy();
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0, 1]]), yPred: np.array([[0.5, 0.5]]) });
 * await metric.compute(state).item(); // => 0.693147
 * ```
 */
export const CategoricalCrossentropy: MetricClass<MeanState, CategoricalCrossentropyOptions> =
  meanMetricClass<CategoricalCrossentropyOptions>("CategoricalCrossentropy", {
    options: ["fromLogits", "labelSmoothing"],
    perSample: categoricalCrossentropy,
    leastAxes: 2,
    checkOptions: ({ labelSmoothing = 0 }) =>
      requireNumber("CategoricalCrossentropy", "labelSmoothing", labelSmoothing, "share"),
  });
