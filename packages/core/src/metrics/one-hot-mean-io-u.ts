import { ArgumentInvalidError, formatSpec } from "@elegy/autodiff";
import { requireNumber } from "../losses/require-number.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import { type ConfusionMatrixState, intersectionOverUnion } from "./intersection-over-union.ts";
import type { MeanIoUOptions } from "./mean-io-u.ts";
import { type MetricClassWith, metricClass } from "./metric-class.ts";

/**
 * The intersection over union of each class, `tp / (tp + fp + fn)`, averaged over the classes that occur.
 *
 * Targets are one-hot `f32[batch,…,classes]`, predictions probabilities or logits of the same shape.
 *
 * @throws ArgumentInvalidError without `numClasses`, and when updated with another number of classes;
 *   ShapeMismatchError for shapes that are not equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.OneHotMeanIoU({ numClasses: 2 });
 * const inputs = { yTrue: np.array([[1, 0], [0, 1]]), yPred: np.array([[0.9, 0.1], [0.8, 0.2]]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.25
 * ```
 */
export const OneHotMeanIoU: MetricClassWith<ConfusionMatrixState, MeanIoUOptions> = metricClass<
  ConfusionMatrixState,
  MeanIoUOptions
>("OneHotMeanIoU", {
  options: ["numClasses"],
  body: (options) => {
    const numClasses = requireNumber("OneHotMeanIoU", "numClasses", options.numClasses, "count");
    return intersectionOverUnion({
      numClasses,
      labels({ yTrue, yPred }) {
        requireSameShape("OneHotMeanIoU", yTrue, yPred);
        if (yPred.ndim > 1 && yPred.shape.at(-1) === numClasses) {
          return [yTrue.argmax({ axis: -1 }), yPred.argmax({ axis: -1 })];
        }
        throw new ArgumentInvalidError({
          operation: "OneHotMeanIoU",
          problem: "the last axis does not have one place for each class",
          expected: `f32[batch,…,${numClasses}]`,
          received: formatSpec(yPred.spec),
        });
      },
    });
  },
});
