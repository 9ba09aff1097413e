import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { convertElementType } from "../../lax/elementwise.ts";
import { requireShape } from "../../primitive/rules/spec-rules.ts";
import { type DType, isFloat } from "../../tensor/dtype.ts";
import type { Shape } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { requireOptions } from "../../np/require-options.ts";

export interface InitializerOptions {
  /** A float dtype. Random numbers are drawn as `float32` and converted. Default `float32`. */
  readonly dtype?: DType;
}

/**
 * Makes first values of parameters: a pure function, so that one key gives the same values everywhere.
 *
 * @param key `u32[2]`, as `random.key` makes it.
 * @returns `f32[...shape]`.
 */
export type Initializer = (key: Tensor, shape: Shape, options?: InitializerOptions) => Tensor;

/** An initializer, of what makes values in `float32`. */
export function initializerOf(operation: string, make: (key: Tensor, shape: Shape) => Tensor): Initializer {
  return (key, shape, options = {}) => {
    requireOptions(operation, options, "{ dtype }");
    const { dtype = "float32" } = options;
    requireShape(operation, shape);
    if (!isFloat(dtype)) {
      throw new ArgumentInvalidError({
        operation,
        problem: "parameters are floats",
        expected: "a float dtype",
        received: dtype,
      });
    }
    return convertElementType(make(key, shape), dtype);
  };
}

/** @throws ArgumentInvalidError */
export function requireFinite(operation: string, name: string, value: number): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is not a finite number`,
    expected: "a finite number",
    received: String(value),
  });
}
