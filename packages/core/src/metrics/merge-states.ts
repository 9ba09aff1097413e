import type { Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import type { Metric } from "./metric.ts";

/**
 * The state of a metric over the samples of two: of parts of the data that were measured apart, on several devices say.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.Accuracy();
 * const a = metric.update(metric.reset(), { yTrue: np.array([1, 1, 1]), yPred: np.array([1, 1, 0]) });
 * const b = metric.update(metric.reset(), { yTrue: np.array([1]), yPred: np.array([0]) });
 * await metric.compute(metrics.mergeStates(metric, a, b)).item(); // => 0.5
 * ```
 */
export function mergeStates<S>(metric: Metric<S>, a: S, b: S): S {
  if (metric.merge) return metric.merge(a, b);
  return tree.map((x: Tensor, y: Tensor) => x.add(y), a, b) as S;
}
