// The peer nearest in kind: arrays, transformations and its devices in one package.
export * from "@jax-js/jax";
