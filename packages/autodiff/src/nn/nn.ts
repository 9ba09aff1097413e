export * from "./logsumexp.ts";
export * from "./one-hot.ts";
export * from "./rectifiers.ts";
export * from "./smooth-activations.ts";
export * from "./softmax.ts";
export * from "./standardize.ts";
