export { constant, identity, ones, zeros } from "./constants.ts";
export {
  normal,
  type NormalInitializerOptions,
  truncatedNormal,
  type TruncatedNormalInitializerOptions,
  uniform,
  type UniformInitializerOptions,
} from "./distributions.ts";
export type { FanAxis, FanOptions } from "./fans.ts";
export type { Initializer, InitializerOptions } from "./initializer.ts";
export { deltaOrthogonal, orthogonal, type OrthogonalOptions } from "./orthogonal.ts";
export {
  type FanDistribution,
  type FanMode,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  uniformScaling,
  varianceScaling,
  type VarianceScalingOptions,
} from "./variance-scaling.ts";
