export * from "./composed.ts";
export * from "./creation.ts";
export * from "./cumulative.ts";
export * from "./dot-general.ts";
export * from "./elementwise.ts";
export * from "./movement.ts";
export * from "./reduction.ts";
