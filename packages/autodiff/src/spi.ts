export {
  BackendDisposedError,
  BufferForeignError,
  BufferReleasedError,
  ExecutableDisposedError,
} from "./backend/backend-errors.ts";
export type { Backend, BackendMemory, CompileOptions, Executable, ProgramMemory } from "./backend/backend.ts";
export {
  kernelBackend,
  type KernelBackendParts,
  type StoredKernelBackendParts,
} from "./backend/kernel-backend.ts";
export {
  type ConvolutionAxis,
  type ConvolutionPhase,
  convolutionPhases,
  phaseCombinations,
} from "./backend/convolution-phases.ts";
export { hostKernels } from "./backend/host-kernels.ts";
export type { KernelStorage } from "./backend/kernel-backend-storage.ts";
export type { CustomKernels, Kernel, KernelTable, Operand } from "./backend/kernel-backend-table.ts";
export { KernelMissingError } from "./backend/kernel-backend-errors.ts";
export { nodeSpec, type NodeSpec } from "./graph/node-spec.ts";
export { paramText } from "./graph/param-text.ts";
export { type DataFlow, dataFlow } from "./graph/data-flow.ts";
export { Grouping } from "./graph/grouping.ts";
export { present } from "./graph/present.ts";
export {
  type Alias,
  type IdleBytes,
  planStorage,
  type Storage,
  type StorageLayout,
  type StoragePlan,
  type StorageStep,
  type TimedStep,
} from "./graph/plan-storage.ts";
export { type Cost, graphCost, nodeCost } from "./graph/cost.ts";
export { GraphTextInvalidError, parseGraph } from "./graph/parse.ts";
export { type PrintOptions, printGraph } from "./graph/print.ts";
export { verifyGraph } from "./graph/verify.ts";
export type { Interpreter } from "./interpreters/interpreter.ts";
export { innermostInterpreter } from "./interpreters/stack.ts";
export { atPlace, type Source } from "./source/source.ts";
export { commonPrimitive } from "./primitive/registry.ts";
export { primitiveNamed } from "./primitives/primitive-named.ts";
export type { Graph, Node, Value } from "./primitive/primitive.ts";
export type { Primitive, PrimitiveKind } from "./primitive/primitive.ts";
export { definedPrimitives } from "./primitives/primitive-named.ts";
export type {
  ArgReduceParams,
  AxesParams,
  ConvGeneralDilatedParams,
  CumulativeParams,
  DotGeneralParams,
  DynamicSliceParams,
  GatherParams,
  NoParams,
  ScatterParams,
  SortParams,
  SelectWindowParams,
  WindowParams,
} from "./primitive/params.ts";
export type { CondParams, ScanParams, WhileParams } from "./primitive/call-params.ts";
export type {
  CommonName,
  ControlName,
  ControlPrimitives,
  CoreName,
  CorePrimitives,
  DerivedPrimitives,
  PrimitiveName,
  PrimitiveParams,
} from "./primitive/primitive-set.ts";
export { type DType, dtypeInfo, hostArray, numbersOf, storeNumber, type TypedArray } from "./tensor/dtype.ts";
export { halfBits, roundToHalf } from "./tensor/half-floats.ts";
export { byteSize, formatSpec, type Shape, sizeOf, stridesOf, type TensorSpec } from "./tensor/spec.ts";
export { ElegyError, type ErrorParts } from "./errors/elegy-error.ts";
export { ArgumentInvalidError, DTypeUnsupportedError } from "./errors/tensor-errors.ts";
export { backendOf, tensorLoss } from "./tensor/read.ts";
export type { TensorLoss } from "./tensor/storage.ts";
