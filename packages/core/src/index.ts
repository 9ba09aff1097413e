export * from "@elegy/autodiff";
export * as optimizers from "@elegy/optimizers";
export { HookUnreachableError, HookValueInvalidError } from "./hooks/hook-errors.ts";
export * as hooks from "./hooks/hooks.ts";
export * as initializers from "@elegy/autodiff/nn/initializers";
export * as callbacks from "./callbacks/callbacks.ts";
export { cumulative, type Cumulative, type Logs } from "./logs/cumulative.ts";
export * as losses from "./losses/losses.ts";
export * as metrics from "./metrics/metrics.ts";
export * as regularizers from "./regularizers/regularizers.ts";
export { compiledEntryPoints, type Batch, type BoundSteps, type EntryPoints } from "./model/entry-points.ts";
export type { Averages } from "./model/averages.ts";
export type { Frozen, FrozenTree } from "./model/frozen-parameters.ts";
export type { PathPattern } from "./states/path-pattern.ts";
export { initOrApply } from "./model/init-or-apply.ts";
export { Model } from "./model/model.ts";
export type { InitOptions, ModelOptions, SummaryOptions } from "./model/model-options.ts";
export {
  LossMissingError,
  ModelUninitializedError,
  ModuleMissingError,
  OptimizerMissingError,
  StatesLostError,
  StepResultInvalidError,
} from "./model/model-errors.ts";
export type { BatchArguments } from "./model/runtime.ts";
export type { MemoryAnalysisOptions } from "./model/step-memory.ts";
export type {
  GradStep,
  InitInputs,
  PredInputs,
  PredStep,
  StepInputs,
  SummaryInputs,
  TestStep,
  TrainStep,
} from "./model/steps.ts";
export {
  type FunctionContext,
  type ModuleFunction,
  ModuleInvalidError,
  moduleOf,
  outputStates,
} from "./modules/function-module.ts";
export {
  FileSystemUnavailableError,
  FolderOccupiedError,
} from "./persistence/file-system/file-system-errors.ts";
export { hostTensor, type HostTensor, isHostTensor } from "./persistence/host-tensor.ts";
export type { LoadReport } from "./persistence/load-report.ts";
export type { TreeDifference } from "./persistence/match-trees.ts";
export {
  loadModelFolder,
  type LoadedModel,
  type ModelInfo,
  saveModelFolder,
} from "./persistence/model-folder.ts";
export {
  ModelFolderInvalidError,
  ModelFolderUnwritableError,
  StatesMismatchError,
  StateUnsavableError,
} from "./persistence/model-folder-errors.ts";
export type { LoadWeightsOptions } from "./persistence/read-weights.ts";
export { restoreStates } from "./persistence/restore-states.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./persistence/safetensors.ts";
export { SafetensorsFormatError } from "./persistence/safetensors-format-error.ts";
export { type DefaultFields, type FieldsOf, States, type UntypedFields } from "./states/states.ts";
export {
  StatesFieldMissingError,
  StatesFieldReservedError,
  StatesImmutableError,
} from "./states/states-errors.ts";
export { formatSummary } from "./summary/format-summary.ts";
export { groupRows } from "./summary/group-rows.ts";
export { type Amount, type SummaryParts, type SummaryRow, summaryRows } from "./summary/summary-rows.ts";
export type {
  Callback,
  CallbackModel,
  LogValues,
  ReadLogs,
  TrainingProgress,
  TrainParams,
  Verbosity,
} from "./training/callback.ts";
export { CallbackFailedError } from "./training/callback-list.ts";
export type { EvaluateOptions } from "./training/evaluate.ts";
export type { FitOptions } from "./training/fit.ts";
export type { ValidationData } from "./training/fit-data.ts";
export { History } from "./training/history.ts";
export { requireKnownOptions } from "./training/options.ts";
export type { PredictOptions } from "./training/predict.ts";
export type { ClassWeight } from "./training/trainable.ts";
export type { BatchStream } from "./data/batch-stream.ts";
export type { DataBatch } from "./data/data-batch.ts";
export { DataExhaustedError } from "./data/data-exhausted-error.ts";
export { DataLoader, type DataLoaderOptions, type LoadedBatch } from "./data/data-loader.ts";
export { DataLoaderTimeoutError, DatasetFailedError } from "./data/data-loader-errors.ts";
export type { Dataset, DatasetModule, DataSample } from "./data/dataset.ts";
export type { DataArray, DataTree } from "./data/data-tree.ts";
export type { DataInput, StreamedInput } from "./data/open-source.ts";
