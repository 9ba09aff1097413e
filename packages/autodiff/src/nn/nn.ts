export * from "./activations.ts";
