import type { Tensor } from "@elegy/autodiff";
import { leavesOf, pathName, uniqueName } from "../losses/named.ts";
import { asMetric } from "./as-metric.ts";
import type { Metric, MetricFunction } from "./metric.ts";

/** A metric, a function, or nested arrays and objects of these; `null` for none. */
export type MetricStructure<T = Tensor> =
  | Metric
  | MetricFunction<T>
  | null
  | undefined
  | readonly MetricStructure<T>[]
  | { readonly [key: string]: MetricStructure<T> };

export interface CollectedMetric {
  /** In the logs. */
  readonly name: string;
  readonly metric: Metric;
  /** Where it stands in the structure. */
  readonly path: readonly (string | number)[];
}

/**
 * The metrics of a structure, in the order they were written, with unique names: the keys on the way and the own
 * name, joined by `/`.
 *
 * @param taken names that are given already, such as those of the losses.
 * @throws ArgumentInvalidError for something that is no metric.
 * @example
 * ```ts
 * import { metrics } from "@elegy/core";
 *
 * const accuracy = new metrics.Accuracy();
 * metrics.collectMetrics({ a: accuracy, b: [accuracy, accuracy] }).map(({ name }) => name); // => ["a/accuracy","b/accuracy","b/accuracy_1"]
 * ```
 */
export function collectMetrics<T = Tensor>(
  structure: MetricStructure<T>,
  taken: Iterable<string> = [],
): readonly CollectedMetric[] {
  const names = new Set(taken);
  return leavesOf(structure).map(({ value, path }) => {
    // asMetric refuses what is none.
    const metric = asMetric(value as Metric | MetricFunction);
    return { name: uniqueName(pathName(path, metric.name), names), metric, path };
  });
}
