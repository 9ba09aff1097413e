export {
  conv,
  type ConvGeneralOptions,
  convGeneralDilated,
  type ConvOptions,
  convTranspose,
  type ConvTransposeOptions,
} from "./convolution.ts";
export type { ConvDimensionNumbers, ConvSpecs } from "./conv-dimension-numbers.ts";
export * from "./composed.ts";
export * from "./creation.ts";
export * from "./cumulative.ts";
export * from "./dot-general.ts";
export * from "./dynamic-slice.ts";
export * from "./elementwise.ts";
export * from "./gather-scatter.ts";
export * from "./movement.ts";
export { reduceWindow, type ReduceWindowOptions, type WindowComputation } from "./reduce-window.ts";
export * from "./reduction.ts";
export * from "./sorting.ts";
export type { WindowPadding } from "./window-padding.ts";
export * from "./windows.ts";
