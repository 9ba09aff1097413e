import { evaluate } from "./interpreters/evaluate.ts";
import { installBase } from "./interpreters/stack.ts";
import { registerPrimitives } from "./primitive/registry.ts";
import { PRIMITIVES } from "./primitives/table.ts";
import { installMethods } from "./tensor/install-methods.ts";

registerPrimitives(Object.values(PRIMITIVES));
installBase(evaluate);
installMethods();

export { BackendMissingError, getBackend, setBackend } from "./backend/current-backend.ts";
export { ElegyError, type ErrorParts } from "./errors/elegy-error.ts";
export {
  ArgumentInvalidError,
  DTypeMismatchError,
  DTypeUnsupportedError,
  RuleAbsentError,
  ShapeMismatchError,
  TensorDisposedError,
  TracedValueError,
  TracerEscapedError,
} from "./errors/tensor-errors.ts";
export * as lax from "./lax/lax.ts";
export * as nn from "./nn/nn.ts";
export * as np from "./np/np.ts";
export * as random from "./random/random.ts";
export { type DType, isFloat, type TypedArray } from "./tensor/dtype.ts";
export { scope } from "./tensor/scope.ts";
export { byteSize, formatSpec, type Shape, sizeOf, type TensorSpec } from "./tensor/spec.ts";
export {
  type ArgReduceOptions,
  type Axis,
  type CumulativeOptions,
  type DeviationOptions,
  type InitialOptions,
  isTensor,
  type NestedArray,
  type ReduceOptions,
  type RoundOptions,
  type Tensor,
  type TensorLike,
  type TensorShape,
  type WhereOptions,
} from "./tensor/tensor.ts";
export { TensorForeignError } from "./tensor/tensor-object.ts";
export { grad, type GradOptions, valueAndGrad } from "./transform/grad.ts";
export { jit, type JitOptions } from "./transform/jit.ts";
export { jvp } from "./transform/jvp.ts";
export { evalShape, makeGraph, type PrintableGraph, ShapeDtypeStruct } from "./transform/make-graph.ts";
export { stopGradient } from "./transform/stop-gradient.ts";
export { vjp } from "./transform/vjp.ts";
export { type InAxes, vmap, type VmapOptions } from "./transform/vmap.ts";
export * as tree from "./tree/tree.ts";
