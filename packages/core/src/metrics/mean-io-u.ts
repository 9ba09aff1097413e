import { requireNumber } from "../losses/require-number.ts";
import { type ConfusionMatrixState, intersectionOverUnion } from "./intersection-over-union.ts";
import { type MetricClassWith, metricClass } from "./metric-class.ts";

export interface MeanIoUOptions {
  /** Labels are `0…numClasses − 1`. */
  readonly numClasses: number;
}

/**
 * The intersection over union of each class, `tp / (tp + fp + fn)`, averaged over the classes that occur.
 *
 * Targets and predictions are labels `i32[batch,…]` of one shape; one that names no class makes the value NaN.
 *
 * @throws ArgumentInvalidError without `numClasses`; ShapeMismatchError, DTypeMismatchError when updated with others.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.MeanIoU({ numClasses: 2 });
 * const inputs = { yTrue: np.array([0, 0, 1, 1]), yPred: np.array([0, 1, 0, 1]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.333333
 * ```
 */
export const MeanIoU: MetricClassWith<ConfusionMatrixState, MeanIoUOptions> = metricClass<
  ConfusionMatrixState,
  MeanIoUOptions
>("MeanIoU", {
  options: ["numClasses"],
  body: ({ numClasses }) =>
    intersectionOverUnion({
      numClasses: requireNumber("MeanIoU", "numClasses", numClasses, "count"),
      labels: ({ yTrue, yPred }) => [yTrue, yPred],
    }),
});
