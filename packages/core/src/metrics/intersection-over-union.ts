import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { ratio } from "../losses/ratio.ts";
import { confusionMatrix } from "./confusion-matrix.ts";
import type { MetricBatch, MetricBody } from "./metric-class.ts";

export interface ConfusionMatrixState {
  /** Weighted numbers of targets, by row, and predictions, by column: `f32[classes,classes]`. */
  readonly matrix: Tensor;
}

interface IntersectionOverUnion {
  readonly numClasses: number;
  /** The classes to average over. Default: all. */
  readonly classIds?: readonly number[];
  /** Whether targets are 0 or 1 each, as floats may be. Default `false`. */
  readonly binary?: boolean;
  /** Labels `i32[batch,…]` of targets and predictions. */
  readonly labels: (batch: MetricBatch) => readonly [yTrue: Tensor, yPred: Tensor];
}

/** `tp / (tp + fp + fn)` of each class, averaged over the classes that occur; 0 if none does. */
export function intersectionOverUnion({
  numClasses,
  classIds,
  binary = false,
  labels,
}: IntersectionOverUnion): MetricBody<ConfusionMatrixState> {
  const taken = Array.from({ length: numClasses }, (_, id) => classIds?.includes(id) ?? true);
  return {
    reset: () => ({ matrix: np.zeros([numClasses, numClasses]) }),
    update({ matrix }, batch) {
      const [yTrue, yPred] = labels(batch);
      const weights = batch.weights(yTrue, { binary });
      return { matrix: matrix.add(confusionMatrix(yTrue, yPred, { numClasses, weights })) };
    },
    compute({ matrix }) {
      const hits = np.diagonal(matrix);
      const union = matrix
        .sum({ axis: 0 })
        .add(matrix.sum({ axis: 1 }))
        .sub(hits);
      const counts = np.logicalAnd(union.notEqual(0), np.array(taken)).astype("float32");
      return ratio(ratio(hits, union).mul(counts).sum(), counts.sum());
    },
  };
}
