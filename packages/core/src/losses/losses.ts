export { asLoss } from "./as-loss.ts";
export { collectLosses, type CollectedLoss, type LossStructure } from "./collect-losses.ts";
export { LabelOutOfRangeError } from "./label-out-of-range-error.ts";
export type { HostTargets, Loss, LossFunction, LossInputs } from "./loss.ts";
export { lossOf, type LossDefinition, type LossOptions } from "./loss-of.ts";
export { MeanSquaredError, meanSquaredError } from "./mean-squared-error.ts";
export type { Reduction } from "./reduction.ts";
export {
  type CrossentropyOptions,
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from "./sparse-categorical-crossentropy.ts";
export { sumLosses } from "./sum-losses.ts";
export type { TargetPath } from "./target-path.ts";
