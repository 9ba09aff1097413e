import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import { type ConfusionMatrixState, intersectionOverUnion } from "./intersection-over-union.ts";
import { type MetricClass, metricClass } from "./metric-class.ts";

export interface BinaryIoUOptions {
  /** The classes to average over. Default `[0, 1]`. */
  readonly targetClassIds?: readonly (0 | 1)[];
  /** A prediction that reaches it counts as 1, others as 0. Default 0.5. */
  readonly threshold?: number;
}

/**
 * The intersection over union of the classes 0 and 1, `tp / (tp + fp + fn)`, averaged over those that occur.
 *
 * Targets are 0 or 1, `f32[batch,…]`; another one makes the value NaN. Predictions are probabilities of the same shape.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.BinaryIoU({ threshold: 0.3 });
 * const inputs = { yTrue: np.array([0, 1, 0, 1]), yPred: np.array([0.1, 0.2, 0.4, 0.7]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.333333
 * ```
 */
export const BinaryIoU: MetricClass<ConfusionMatrixState, BinaryIoUOptions> = metricClass<
  ConfusionMatrixState,
  BinaryIoUOptions
>("BinaryIoU", {
  options: ["targetClassIds", "threshold"],
  body({ targetClassIds = [0, 1], threshold = 0.5 }) {
    requireNumber("BinaryIoU", "threshold", threshold, "finite");
    requireClassIds(targetClassIds);
    return intersectionOverUnion({
      numClasses: 2,
      classIds: targetClassIds,
      binary: true,
      labels({ yTrue, yPred }) {
        requireSameShape("BinaryIoU", yTrue, yPred);
        return [binaryLabels(yTrue), yPred.greaterEqual(threshold).astype("int32")];
      },
    });
  },
});

/** −1, which is no class, for what is neither 0 nor 1. */
function binaryLabels(yTrue: Tensor): Tensor {
  return np.where(yTrue.equal(1), 1, np.where(yTrue.equal(0), 0, -1)).astype("int32");
}

function requireClassIds(ids: readonly number[]): void {
  if (ids.length > 0 && ids.every((id) => id === 0 || id === 1)) return;
  throw new ArgumentInvalidError({
    operation: "BinaryIoU",
    problem: "`targetClassIds` are not among the two classes",
    expected: "[0], [1] or [0, 1]",
    received: `[${ids.join(", ")}]`,
  });
}
