export { categorical, type CategoricalOptions } from "./categorical.ts";
export { choice, type ChoiceOptions } from "./choice.ts";
export * from "./continuous.ts";
export * from "./distributions.ts";
export { rademacher, randint, type RandintOptions } from "./integers.ts";
export { foldIn, key, split } from "./keys.ts";
export { normal, truncatedNormal } from "./normal.ts";
export { permutation, type PermutationOptions, shuffle } from "./ordering.ts";
