export { Accuracy } from "./accuracy.ts";
export { asMetric } from "./as-metric.ts";
export { AUC, type AUCOptions } from "./auc.ts";
export { BinaryAccuracy, type BinaryAccuracyOptions } from "./binary-accuracy.ts";
export { BinaryCrossentropy } from "./binary-crossentropy.ts";
export { BinaryIoU, type BinaryIoUOptions } from "./binary-io-u.ts";
export { CategoricalAccuracy } from "./categorical-accuracy.ts";
export { CategoricalCrossentropy } from "./categorical-crossentropy.ts";
export { CategoricalHinge } from "./categorical-hinge.ts";
export { type CollectedMetric, collectMetrics, type MetricStructure } from "./collect-metrics.ts";
export type { ConfusionCounts, ConfusionSelection, ThresholdOptions } from "./confusion-counts.ts";
export { confusionMatrix, type ConfusionMatrixOptions } from "./confusion-matrix.ts";
export type { ConstraintOptions } from "./constraint-metric.ts";
export { CosineSimilarity } from "./cosine-similarity.ts";
export { F1 } from "./f1.ts";
export { FalseNegatives } from "./false-negatives.ts";
export { FalsePositives } from "./false-positives.ts";
export { FBeta, type FBetaOptions } from "./f-beta.ts";
export { Hinge } from "./hinge.ts";
export type { ConfusionMatrixState } from "./intersection-over-union.ts";
export { KLDivergence } from "./kl-divergence.ts";
export { LogCosh } from "./log-cosh.ts";
export { Mean, type MeanState } from "./mean.ts";
export { MeanAbsoluteError } from "./mean-absolute-error.ts";
export { MeanAbsolutePercentageError } from "./mean-absolute-percentage-error.ts";
export { MeanIoU, type MeanIoUOptions } from "./mean-io-u.ts";
export { meanMetric, type MeanMetricDefinition } from "./mean-metric.ts";
export { MeanSquaredError } from "./mean-squared-error.ts";
export { MeanSquaredLogarithmicError } from "./mean-squared-logarithmic-error.ts";
export { mergeStates } from "./merge-states.ts";
export type { Metric, MetricFunction, MetricOptions } from "./metric.ts";
export type { MetricClass, MetricClassWith } from "./metric-class.ts";
export { OneHotMeanIoU } from "./one-hot-mean-io-u.ts";
export { Perplexity } from "./perplexity.ts";
export { Poisson } from "./poisson.ts";
export { Precision } from "./precision.ts";
export { PrecisionAtRecall, type PrecisionAtRecallOptions } from "./precision-at-recall.ts";
export { R2Score, type R2ScoreOptions, type R2State } from "./r2-score.ts";
export { Recall } from "./recall.ts";
export { RecallAtPrecision, type RecallAtPrecisionOptions } from "./recall-at-precision.ts";
export { type MetricReduction, Reduce } from "./reduce.ts";
export { RootMeanSquaredError } from "./root-mean-squared-error.ts";
export {
  SensitivityAtSpecificity,
  type SensitivityAtSpecificityOptions,
} from "./sensitivity-at-specificity.ts";
export { SparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";
export { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";
export { SparseTopKCategoricalAccuracy } from "./sparse-top-k-categorical-accuracy.ts";
export {
  SpecificityAtSensitivity,
  type SpecificityAtSensitivityOptions,
} from "./specificity-at-sensitivity.ts";
export { SquaredHinge } from "./squared-hinge.ts";
export { Sum } from "./sum.ts";
export { TopKCategoricalAccuracy, type TopKOptions } from "./top-k-categorical-accuracy.ts";
export { TrueNegatives } from "./true-negatives.ts";
export { TruePositives } from "./true-positives.ts";
