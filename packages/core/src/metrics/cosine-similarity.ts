import * as np from "@elegy/autodiff/np";
import { cosineSimilarity, type CosineSimilarityOptions } from "../losses/cosine-similarity.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";

/**
 * The mean cosine of the angle between targets and predictions: 1 for one direction, unlike the loss.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.CosineSimilarity();
 * const state = metric.update(metric.reset(), { yTrue: np.array([[0, 1], [1, 1]]), yPred: np.array([[1, 0], [1, 1]]) });
 * await metric.compute(state).item(); // => 0.5
 * ```
 */
export const CosineSimilarity: MetricClass<MeanState, CosineSimilarityOptions> =
  meanMetricClass<CosineSimilarityOptions>("CosineSimilarity", {
    options: ["axis"],
    perSample: cosineSimilarity,
    leastAxes: 2,
    finish: np.negative,
  });
