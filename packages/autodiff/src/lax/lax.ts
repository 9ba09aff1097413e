export * from "./bits.ts";
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
export * from "./error-function.ts";
export * from "./gather-scatter.ts";
export * from "./movement.ts";
export { reduceWindow, type ReduceWindowOptions, type WindowComputation } from "./reduce-window.ts";
export * from "./reduction.ts";
export { associativeScan, type AssociativeScanOptions } from "./control/associative-scan.ts";
export * from "./control/cond.ts";
export * from "./control/fori-loop.ts";
export { map, type MapOptions } from "./control/map.ts";
export { scan, type ScanOptions } from "./control/scan.ts";
export { whileLoop } from "./control/while-loop.ts";
export * from "./roots.ts";
export * from "./sorting.ts";
export * from "./trigonometry.ts";
export * from "./window-selection.ts";
export type { WindowPadding } from "./window-padding.ts";
export * from "./windows.ts";
