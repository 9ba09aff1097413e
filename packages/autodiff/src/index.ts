import "./install.ts";

export type { Backend, ProgramMemory } from "./backend/backend.ts";
export { BackendMissingError, getBackend, setBackend } from "./backend/current-backend.ts";
export { devicePut } from "./backend/device-put.ts";
export { ElegyError, type ErrorParts } from "./errors/elegy-error.ts";
export {
  ArgumentInvalidError,
  BackendMismatchError,
  DTypeMismatchError,
  DTypeUnsupportedError,
  IndexOutOfRangeError,
  RuleAbsentError,
  ShapeMismatchError,
  TensorDisposedError,
  TracedValueError,
  TracerEscapedError,
} from "./errors/tensor-errors.ts";
export { type Cost, graphCost, nodeCost } from "./graph/cost.ts";
export { GraphTextInvalidError, parseGraph } from "./graph/parse.ts";
export { type PrintOptions, printGraph } from "./graph/print.ts";
export * as lax from "./lax/lax.ts";
export {
  type Module,
  type ModuleApply,
  type ModuleCarrier,
  type ModuleDescription,
  type ModuleInit,
  type ModuleOutput,
  type ModuleSummary,
  moduleSymbol,
  type SummaryLayer,
} from "./module/module.ts";
export * as nn from "./nn/nn.ts";

export * as np from "./np/np.ts";
export * as ops from "./ops/ops.ts";
export { type BoundPrimitive, definePrimitive, PrimitiveDefinedError } from "./primitive/define-primitive.ts";
export type {
  Absent,
  BatchAxis,
  BatchRule,
  JvpRule,
  PerOperand,
  Primitive,
  PrimitiveKind,
  TransposeOperand,
  TransposeRule,
} from "./primitive/primitive.ts";
export { none as noRule } from "./primitive/rules/jvp-rules.ts";
export * as random from "./random/random.ts";
export { type DType, isFloat, type TypedArray } from "./tensor/dtype.ts";
export { hostValues, type HostValues } from "./tensor/host-values.ts";
export { scope } from "./tensor/scope.ts";
export { byteSize, formatSpec, type Shape, sizeOf, type TensorSpec } from "./tensor/spec.ts";
export {
  type ArgReduceOptions,
  type Axis,
  type GetOptions,
  type Index,
  type IndexedTensor,
  type CumulativeOptions,
  type DeviationOptions,
  type InitialOptions,
  isTensor,
  type NestedArray,
  type ReduceOptions,
  type Slice,
  type RoundOptions,
  type Tensor,
  type TensorLike,
  type TensorShape,
  type UpdateOptions,
  type WhereOptions,
} from "./tensor/tensor.ts";
export { TensorForeignError } from "./tensor/tensor-object.ts";
export type { GradOptions } from "./transform/argnums.ts";
export { checkpoint, type CheckpointOptions } from "./transform/checkpoint.ts";
export {
  customJvp,
  type CustomJvp,
  type CustomRuleOptions,
  type JvpFunction,
  type JvpTerm,
} from "./transform/custom-jvp.ts";
export { CustomRuleMissingError } from "./transform/custom-rule-errors.ts";
export { customVjp, type CustomVjp, type VjpBackward } from "./transform/custom-vjp.ts";
export { grad, valueAndGrad } from "./transform/grad.ts";
export { hessian, jacfwd, jacrev } from "./transform/jacobian.ts";
export { jit, type JitOptions } from "./transform/jit.ts";
export { jvp } from "./transform/jvp.ts";
export { linearize } from "./transform/linearize.ts";
export { evalShape, makeGraph, type PrintableGraph, ShapeDtypeStruct } from "./transform/make-graph.ts";
export { memoryAnalysis } from "./transform/memory-analysis.ts";
export { stopGradient } from "./transform/stop-gradient.ts";
export { vjp } from "./transform/vjp.ts";
export type { AxisTree } from "./transform/mapped-axes.ts";
export { type InAxes, vmap, type VmapOptions } from "./transform/vmap.ts";
export * as tree from "./tree/tree.ts";
