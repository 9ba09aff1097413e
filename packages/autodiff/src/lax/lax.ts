export * from "./creation.ts";
export * from "./dot-general.ts";
export * from "./elementwise.ts";
export * from "./movement.ts";
export * from "./reduction.ts";
export * from "./sorting.ts";
