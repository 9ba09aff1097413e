import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair } from "../losses/float-pair.ts";
import { ratio } from "../losses/ratio.ts";
import { requireNumber } from "../losses/require-number.ts";
import { areLargest } from "./in-top-k.ts";
import type { MetricBatch } from "./metric-class.ts";

/** Weighted numbers of cases so far, `f32[thresholds]` each. */
export interface ConfusionCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly trueNegatives: Tensor;
  readonly falseNegatives: Tensor;
}

/** Which numbers of targets and predictions are compared. */
export interface ConfusionSelection {
  /** The place on the last axis to look at. Default: all, each number for itself. */
  readonly classId?: number;
  /** Only the so many largest predictions along the last axis can be positive. Default: all. */
  readonly topK?: number;
}

/** What can be told those with one threshold. */
export interface ThresholdOptions extends ConfusionSelection {
  /** A prediction above it is positive. Default 0.5, for logits say 0; with `topK` −∞. */
  readonly threshold?: number;
}

export function noCounts(thresholds: number): ConfusionCounts {
  const zeros = (): Tensor => np.zeros([thresholds]);
  return {
    truePositives: zeros(),
    falsePositives: zeros(),
    trueNegatives: zeros(),
    falseNegatives: zeros(),
  };
}

/**
 * The counts with one more batch.
 *
 * A target between 0 and 1 counts as so much of each; one beyond them makes counts NaN, for it is none.
 *
 * @param thresholds `f32[thresholds]`; a prediction above is positive.
 * @throws ShapeMismatchError for shapes that are not equal, or without a place `classId`.
 */
export function addCounts(
  operation: string,
  counts: ConfusionCounts,
  batch: MetricBatch,
  thresholds: Tensor,
  selection: ConfusionSelection = {},
): ConfusionCounts {
  const [targets, predictions] = select(operation, batch, selection);
  const weights = batch.weights(targets, { binary: true });
  const weigh = (values: Tensor): Tensor => (weights ? values.mul(weights) : values).reshape([-1]);
  const ones = weigh(unitOrNaN(targets));
  const zeros = weigh(np.subtract(1, unitOrNaN(targets)));
  const isAbove = predictions.reshape([1, -1]).greater(thresholds.reshape([-1, 1]));
  const [positive, negative] = [isAbove.astype("float32"), np.logicalNot(isAbove).astype("float32")];
  return {
    truePositives: counts.truePositives.add(np.dot(positive, ones)),
    falsePositives: counts.falsePositives.add(np.dot(positive, zeros)),
    trueNegatives: counts.trueNegatives.add(np.dot(negative, zeros)),
    falseNegatives: counts.falseNegatives.add(np.dot(negative, ones)),
  };
}

/** Numbers of [0, 1]; NaN in the place of others. */
export function unitOrNaN(values: Tensor): Tensor {
  return np.where(np.logicalAnd(values.greaterEqual(0), values.lessEqual(1)), values, Number.NaN);
}

function select(
  operation: string,
  batch: MetricBatch,
  { classId, topK }: ConfusionSelection,
): readonly [targets: Tensor, predictions: Tensor] {
  const pair = floatPair(operation, batch.yTrue, batch.yPred);
  const targets = pair[0].astype("float32");
  const all = pair[1].astype("float32");
  if (classId === undefined && topK === undefined) return [targets, all];
  const classes = all.ndim < 2 ? 0 : (all.shape.at(-1) ?? 0);
  if (classes <= (classId ?? 0)) {
    throw new ShapeMismatchError({
      operation,
      problem: "predictions have no such classes",
      expected: `yTrue and yPred f32[batch,…,classes]${classId === undefined ? "" : ` with classes > ${classId}`}`,
      received: formatSpec(batch.yPred.spec),
    });
  }
  const predictions = topK === undefined ? all : np.where(areLargest(operation, all, topK), all, -Infinity);
  if (classId === undefined) return [targets, predictions];
  const place = np.array([classId]);
  return [
    np.take(targets, place, { axis: -1 }).squeeze(-1),
    np.take(predictions, place, { axis: -1 }).squeeze(-1),
  ];
}

/**
 * @returns the threshold.
 * @throws ArgumentInvalidError for options out of their range, and for several thresholds.
 */
export function requireThreshold(operation: string, options: ThresholdOptions): number {
  requireSelection(operation, options);
  const { threshold, topK } = options;
  if (threshold === undefined && topK !== undefined) return -Infinity;
  return requireNumber(operation, "threshold", threshold ?? 0.5, "finite");
}

/** @throws ArgumentInvalidError */
export function requireSelection(operation: string, { classId = 0, topK = 1 }: ConfusionSelection): void {
  requireNumber(operation, "classId", classId, "index");
  requireNumber(operation, "topK", topK, "count");
}

export function precisionOf({ truePositives, falsePositives }: ConfusionCounts): Tensor {
  return ratio(truePositives, truePositives.add(falsePositives));
}

export function recallOf({ truePositives, falseNegatives }: ConfusionCounts): Tensor {
  return ratio(truePositives, truePositives.add(falseNegatives));
}

/** The share of what is negative that is called so. */
export function specificityOf({ trueNegatives, falsePositives }: ConfusionCounts): Tensor {
  return ratio(trueNegatives, trueNegatives.add(falsePositives));
}
