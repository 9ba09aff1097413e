export {
  conv,
  type ConvGeneralOptions,
  convGeneralDilated,
  type ConvOptions,
  convTranspose,
  type ConvTransposeOptions,
} from "./convolution.ts";
export type { ConvDimensionNumbers, ConvSpecs } from "./conv-dimension-numbers.ts";
export * from "./creation.ts";
export * from "./dot-general.ts";
export * from "./elementwise.ts";
export * from "./movement.ts";
export { reduceWindow, type ReduceWindowOptions, type WindowComputation } from "./reduce-window.ts";
export * from "./reduction.ts";
export type { WindowPadding } from "./window-padding.ts";
export * from "./windows.ts";
