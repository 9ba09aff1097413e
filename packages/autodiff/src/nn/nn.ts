export { conv, type ConvOptions } from "./convolution.ts";
export { avgPool, type AvgPoolOptions, maxPool, minPool, type PoolOptions } from "./pooling.ts";
export { type AttentionOptions, dotProductAttention } from "./attention.ts";
export * from "./logsumexp.ts";
export * from "./one-hot.ts";
export * from "./rectifiers.ts";
export * from "./smooth-activations.ts";
export * from "./softmax.ts";
export * from "./standardize.ts";
