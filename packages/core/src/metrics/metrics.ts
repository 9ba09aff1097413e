export { Accuracy } from "./accuracy.ts";
export { asMetric } from "./as-metric.ts";
export { type CollectedMetric, collectMetrics, type MetricStructure } from "./collect-metrics.ts";
export { Mean, type MeanState } from "./mean.ts";
export { meanMetric, type MeanMetricDefinition } from "./mean-metric.ts";
export type { Metric, MetricFunction, MetricOptions } from "./metric.ts";
export { SparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";
