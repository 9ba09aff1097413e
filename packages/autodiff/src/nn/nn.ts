export * from "./activations.ts";
export { conv, type ConvOptions } from "./convolution.ts";
export { avgPool, type AvgPoolOptions, maxPool, minPool, type PoolOptions } from "./pooling.ts";
export { type AttentionOptions, dotProductAttention } from "./attention.ts";
