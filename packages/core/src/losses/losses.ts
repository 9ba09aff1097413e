export { asLoss } from "./as-loss.ts";
export {
  BinaryCrossentropy,
  binaryCrossentropy,
  type BinaryCrossentropyOptions,
} from "./binary-crossentropy.ts";
export {
  BinaryFocalCrossentropy,
  binaryFocalCrossentropy,
  type BinaryFocalCrossentropyOptions,
} from "./binary-focal-crossentropy.ts";
export {
  CategoricalCrossentropy,
  categoricalCrossentropy,
  type CategoricalCrossentropyOptions,
} from "./categorical-crossentropy.ts";
export {
  CategoricalFocalCrossentropy,
  categoricalFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
} from "./categorical-focal-crossentropy.ts";
export { CategoricalHinge, categoricalHinge } from "./categorical-hinge.ts";
export { collectLosses, type CollectedLoss, type LossStructure } from "./collect-losses.ts";
export { CosineSimilarity, cosineSimilarity, type CosineSimilarityOptions } from "./cosine-similarity.ts";
export { Dice, dice } from "./dice.ts";
export { Hinge, hinge } from "./hinge.ts";
export { Huber, huber, type HuberOptions } from "./huber.ts";
export { KLDivergence, klDivergence } from "./kl-divergence.ts";
export { LabelOutOfRangeError } from "./label-out-of-range-error.ts";
export { LogCosh, logCosh } from "./log-cosh.ts";
export type { HostTargets, Loss, LossFunction, LossInputs, LossResult } from "./loss.ts";
export type { LossClass } from "./loss-class.ts";
export { lossOf, type LossDefinition, type LossOptions } from "./loss-of.ts";
export { MeanAbsoluteError, meanAbsoluteError } from "./mean-absolute-error.ts";
export {
  MeanAbsolutePercentageError,
  meanAbsolutePercentageError,
} from "./mean-absolute-percentage-error.ts";
export { MeanSquaredError, meanSquaredError } from "./mean-squared-error.ts";
export {
  MeanSquaredLogarithmicError,
  meanSquaredLogarithmicError,
} from "./mean-squared-logarithmic-error.ts";
export { Poisson, poisson } from "./poisson.ts";
export type { Reduction } from "./reduction.ts";
export {
  type CrossentropyOptions,
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from "./sparse-categorical-crossentropy.ts";
export { SquaredHinge, squaredHinge } from "./squared-hinge.ts";
export { sumLosses, type SummedLosses } from "./sum-losses.ts";
export type { TargetPath } from "./target-path.ts";
export { Tversky, tversky, type TverskyOptions } from "./tversky.ts";
