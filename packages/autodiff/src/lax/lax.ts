export * from "./creation.ts";
export * from "./dot-general.ts";
export * from "./elementwise.ts";
export * from "./movement.ts";
export * from "./reduction.ts";
export * from "./control/cond.ts";
export * from "./control/fori-loop.ts";
export { map, scan, type ScanOptions } from "./control/scan.ts";
export { whileLoop } from "./control/while-loop.ts";
