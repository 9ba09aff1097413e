import { nn } from "@elegy/autodiff";

/**
 * What makes the first values of parameters: `nn.initializers` under the name that Elegy and Keras give it.
 *
 * @example
 * ```ts
 * import { initializers, random } from "@elegy/core";
 *
 * initializers.glorotUniform()(random.key(0), [4, 2]).shape; // => [4,2]
 * ```
 */
export const initializers: typeof nn.initializers = nn.initializers;
