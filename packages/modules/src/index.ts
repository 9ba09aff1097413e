export type { Adapted } from "./adapter/adapted.ts";
export type { TrainingFlag } from "./adapter/foreign-arguments.ts";
export { ModuleResultInvalidError } from "./adapter/module-result-invalid-error.ts";
export { fromTransform, type Transformed, type TransformOptions } from "./haiku/from-transform.ts";
export { fromTransformWithState, type TransformedWithState } from "./haiku/from-transform-with-state.ts";
export { fromLinen, type LinenModule, type LinenOptions } from "./linen/from-linen.ts";
export { fromStax, type StaxOptions, type StaxPair } from "./stax/from-stax.ts";
