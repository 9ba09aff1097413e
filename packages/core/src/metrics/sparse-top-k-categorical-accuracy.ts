import * as nn from "@elegy/autodiff/nn";
import { requireLabels } from "../losses/require-labels.ts";
import { requireNumber } from "../losses/require-number.ts";
import { inTopK } from "./in-top-k.ts";
import type { MeanState } from "./mean.ts";
import { meanMetricClass } from "./mean-metric.ts";
import type { MetricClass } from "./metric-class.ts";
import type { TopKOptions } from "./top-k-categorical-accuracy.ts";

/**
 * How often the labelled class, of `i32[batch,…]`, is among the `k` largest predictions of `f32[batch,…,classes]`.
 *
 * @throws ShapeMismatchError, DTypeMismatchError, ArgumentInvalidError when updated with targets that are not one label
 *   for each row, or with fewer classes.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.SparseTopKCategoricalAccuracy({ k: 2 });
 * const yPred = np.array([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * const state = metric.update(metric.reset(), { yTrue: np.array([2, 2]), yPred });
 * await metric.compute(state).item(); // => 0.5
 * ```
 */
export const SparseTopKCategoricalAccuracy: MetricClass<MeanState, TopKOptions> =
  meanMetricClass<TopKOptions>("SparseTopKCategoricalAccuracy", {
    options: ["k"],
    checkOptions: ({ k = 5 }) => requireNumber("SparseTopKCategoricalAccuracy", "k", k, "count"),
    perSample(yTrue, yPred, { k = 5 }) {
      const classes = requireLabels("SparseTopKCategoricalAccuracy", yTrue.spec, yPred.spec);
      return inTopK("SparseTopKCategoricalAccuracy", yPred, nn.oneHot(yTrue, classes, { dtype: "bool" }), k);
    },
  });
