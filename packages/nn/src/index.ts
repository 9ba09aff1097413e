export type { Bound, Layer, Part, Parts } from "./layer/description.ts";
export { layer, type LayerCall } from "./layer/layer.ts";
export { ParameterMissingError, PartNameInvalidError } from "./layer/layer-errors.ts";
export type { Initializer, Scope, StateCell } from "./layer/scope.ts";
export { Linear, type LinearOptions } from "./layers/linear.ts";
export { Sequential, type Stage } from "./layers/sequential.ts";
