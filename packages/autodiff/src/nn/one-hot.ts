import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { broadcastedIota } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import { moveaxis } from "../np/movement.ts";
import { broadcastTrailing } from "../np/operands.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { type DType, isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

export interface OneHotOptions {
  /** Default `float32`. */
  readonly dtype?: DType;
  /** Which axis of the result the classes are. Default −1, the last. */
  readonly axis?: number;
}

/**
 * 1 at the place each index names, else 0; an index outside of `0…numClasses − 1` gives zeros only, as in JAX.
 *
 * @param indices whole numbers of any shape.
 * @returns `f32[...indices.shape, numClasses]`, or the classes in the place of `axis`.
 * @example
 * ```ts
 * await nn.oneHot(np.array([1, 0]), 3).array(); // => [[0,1,0],[1,0,0]]
 * ```
 */
export function oneHot(indices: Tensor, numClasses: number, options: OneHotOptions = {}): Tensor {
  tensorObject(indices, "nn.oneHot");
  requireOptions("nn.oneHot", options, "{ dtype, axis }");
  const { dtype = "float32", axis = -1 } = options;
  if (isFloat(indices.dtype) || indices.dtype === "bool") {
    throw new ArgumentInvalidError({
      operation: "nn.oneHot",
      problem: "the indices are not whole numbers",
      expected: "i32, u32 or u8",
      received: formatSpec(indices.spec),
      hint: 'Convert them: indices.astype("int32").',
    });
  }
  requireCount("nn.oneHot", "numClasses", numClasses);
  const shape = [...indices.shape, numClasses];
  const classes = broadcastedIota("int32", shape, indices.ndim);
  const column = reshape(lax.convertElementType(indices, "int32"), [...indices.shape, 1]);
  const hot = lax.convertElementType(lax.eq(broadcastTrailing(column, shape), classes), dtype);
  return moveaxis(hot, -1, axis);
}
