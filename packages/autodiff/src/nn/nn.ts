export * from "./activations.ts";
export { type AttentionOptions, dotProductAttention } from "./attention.ts";
