export * from "./creation.ts";
export * from "./elementwise.ts";
export * from "./movement.ts";
export * from "./products.ts";
export * from "./reductions.ts";
export * from "./selection.ts";
