import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import {
  addCounts,
  type ConfusionCounts,
  noCounts,
  requireThreshold,
  type ThresholdOptions,
} from "./confusion-counts.ts";
import { type MetricBody, type MetricClass, metricClass } from "./metric-class.ts";

/** A class of metrics that are made of the counts at one threshold. */
export function thresholdMetricClass(
  operation: string,
  compute: (counts: ConfusionCounts) => Tensor,
): MetricClass<ConfusionCounts, ThresholdOptions> {
  return metricClass<ConfusionCounts, ThresholdOptions>(operation, {
    options: ["threshold", "classId", "topK"],
    body: (options) => thresholdBody(operation, options, compute),
  });
}

/** @throws ArgumentInvalidError for options out of their range. */
export function thresholdBody(
  operation: string,
  options: ThresholdOptions,
  compute: (counts: ConfusionCounts) => Tensor,
): MetricBody<ConfusionCounts> {
  const threshold = requireThreshold(operation, options);
  return {
    reset: () => noCounts(1),
    update: (counts, batch) => addCounts(operation, counts, batch, np.full([1], threshold), options),
    compute: (counts) => compute(counts).reshape([]),
  };
}
