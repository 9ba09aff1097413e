import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { full } from "../../lax/creation.ts";
import * as lax from "../../lax/elementwise.ts";
import { eye } from "../../np/creation.ts";
import { formatSpec } from "../../tensor/spec.ts";
import { type Initializer, initializerOf, requireFinite } from "./initializer.ts";

/**
 * All 0; not a maker of initializers, but one itself, as in JAX.
 *
 * @example
 * ```ts
 * await nn.initializers.zeros(random.key(0), [2]).array(); // => [0,0]
 * ```
 */
export const zeros: Initializer = initializerOf("nn.initializers.zeros", (_, shape) =>
  full(shape, 0, "float32"),
);

/**
 * All 1; an initializer itself, as in JAX.
 *
 * @example
 * ```ts
 * await nn.initializers.ones(random.key(0), [2]).array(); // => [1,1]
 * ```
 */
export const ones: Initializer = initializerOf("nn.initializers.ones", (_, shape) =>
  full(shape, 1, "float32"),
);

/**
 * All one number.
 *
 * @throws ArgumentInvalidError for a number that is not finite.
 * @example
 * ```ts
 * await nn.initializers.constant(3)(random.key(0), [2]).array(); // => [3,3]
 * ```
 */
export function constant(value: number): Initializer {
  requireFinite("nn.initializers.constant", "value", value);
  return initializerOf("nn.initializers.constant", (_, shape) => full(shape, value, "float32"));
}

/**
 * `gain` on the diagonal of a matrix, else 0.
 *
 * @throws ArgumentInvalidError for a gain that is not finite. When called: ShapeMismatchError for other than two axes.
 * @example
 * ```ts
 * await nn.initializers.identity(2)(random.key(0), [2, 3]).array(); // => [[2,0,0],[0,2,0]]
 * ```
 */
export function identity(gain = 1): Initializer {
  const operation = "nn.initializers.identity";
  requireFinite(operation, "gain", gain);
  return initializerOf(operation, (_, shape) => {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw new ShapeMismatchError({
        operation,
        problem: "only a matrix has a diagonal",
        expected: "[rows, columns]",
        received: formatSpec({ shape, dtype: "float32" }),
      });
    }
    return lax.mul(eye(rows, columns), full(shape, gain, "float32"));
  });
}
