import { binaryCrossentropy, type BinaryCrossentropyOptions } from "../losses/binary-crossentropy.ts";
import { requireNumber } from "../losses/require-number.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean cross-entropy of targets that are 0 or 1 each.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.BinaryCrossentropy();
 * const state = metric.update(metric.reset(), { yTrue: np.array([1, 0]), yPred: np.array([0.5, 0.5]) });
 * await metric.compute(state).item(); // => 0.693147
 * ```
 */
export const BinaryCrossentropy: MetricClass<MeanState, BinaryCrossentropyOptions> =
  meanMetricClass<BinaryCrossentropyOptions>("BinaryCrossentropy", {
    options: ["fromLogits", "labelSmoothing"],
    perSample: binaryCrossentropy,
    binary: true,
    checkOptions: ({ labelSmoothing = 0 }) =>
      requireNumber("BinaryCrossentropy", "labelSmoothing", labelSmoothing, "share"),
  });
