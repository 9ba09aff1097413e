import * as np from "@elegy/autodiff/np";
import { requireSameShape } from "../losses/require-same-shape.ts";
import { unitOrNaN } from "./confusion-counts.ts";
import type { MetricBatch } from "./metric-class.ts";

/**
 * The batch, with NaN as the target of what is predicted with no probability: it then shows in the counts.
 *
 * @throws ShapeMismatchError for shapes that are not equal.
 */
export function withProbabilities(operation: string, batch: MetricBatch): MetricBatch {
  const { yTrue, yPred } = batch;
  requireSameShape(operation, yTrue, yPred);
  const isProbability = np.logicalNot(np.isnan(unitOrNaN(yPred.astype("float32"))));
  return { ...batch, yTrue: np.where(isProbability, yTrue.astype("float32"), Number.NaN) };
}
