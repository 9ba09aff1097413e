import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import {
  addCounts,
  type ConfusionCounts,
  type ConfusionSelection,
  noCounts,
  requireSelection,
} from "./confusion-counts.ts";
import { type MetricClassWith, metricClass } from "./metric-class.ts";
import { withProbabilities } from "./with-probabilities.ts";

export interface ConstraintOptions extends ConfusionSelection {
  /** How many thresholds, evenly spread over [0, 1], are tried. Default 200. */
  readonly numThresholds?: number;
}

interface Constraint {
  readonly constrained: (counts: ConfusionCounts) => Tensor;
  readonly maximized: (counts: ConfusionCounts) => Tensor;
}

/**
 * A class of metrics: the best of one quantity over the thresholds at which another reaches a value.
 *
 * @param bound the name of the option that gives that value.
 */
export function constraintMetricClass<K extends string>(
  operation: string,
  bound: K,
  { constrained, maximized }: Constraint,
): MetricClassWith<ConfusionCounts, ConstraintOptions & Readonly<Record<K, number>>> {
  return metricClass<ConfusionCounts, ConstraintOptions & Readonly<Record<K, number>>>(operation, {
    options: [bound, "numThresholds", "classId", "topK"],
    body(options) {
      const least = requireNumber(operation, bound, options[bound], "share");
      requireSelection(operation, options);
      const count = requireNumber(operation, "numThresholds", options.numThresholds ?? 200, "count");
      const thresholds = count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
      return {
        reset: () => noCounts(count),
        update: (counts, batch) =>
          addCounts(operation, counts, withProbabilities(operation, batch), np.array(thresholds), options),
        compute(counts) {
          const values = maximized(counts);
          const reached = constrained(counts).greaterEqual(least);
          // NaN counts reach nothing and have to show all the same.
          const best = np.where(reached, values, 0).max();
          return best.add(values.sum().mul(0));
        },
      };
    },
  });
}
