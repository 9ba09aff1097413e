export * from "./distributions.ts";
export { foldIn, key, split } from "./keys.ts";
