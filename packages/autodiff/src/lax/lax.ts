export * from "./creation.ts";
export * from "./dot-general.ts";
export * from "./dynamic-slice.ts";
export * from "./elementwise.ts";
export * from "./gather-scatter.ts";
export * from "./movement.ts";
export * from "./reduction.ts";
export * from "./sorting.ts";
