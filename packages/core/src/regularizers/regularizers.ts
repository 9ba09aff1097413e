export { GlobalL1, type GlobalL1Options } from "./global-l1.ts";
export { GlobalL1L2 } from "./global-l1-l2.ts";
export { GlobalL2, type GlobalL2Options } from "./global-l2.ts";
export { l1, l1l2, type L1L2Options, l2 } from "./l1-l2.ts";
export { orthogonal, type OrthogonalRegularizerOptions } from "./orthogonal.ts";
export { penalty, type PenaltyOptions } from "./penalty.ts";
export { type ParameterRegularizers, perParameter } from "./per-parameter.ts";
export type { Regularizer } from "./regularizer.ts";
