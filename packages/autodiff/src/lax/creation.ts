import { bind1 } from "../interpreters/stack.ts";
import { type DType, dtypeInfo } from "../tensor/dtype.ts";
import type { Shape, TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { broadcastInDim } from "./movement.ts";
import { requireNumber } from "../primitive/rules/spec-rules.ts";

/**
 * A scalar: `T[]`.
 *
 * @example
 * ```ts
 * await lax.constant(2.5, "float32").item(); // => 2.5
 * lax.constant(1, "bool").dtype; // => bool
 * ```
 */
export function constant(value: number | boolean, dtype: DType): Tensor {
  requireNumber("lax.constant", value);
  return bind1("constant", [], {
    value: dtypeInfo(dtype).kind === "bool" ? Boolean(value) : Number(value),
    dtype,
  });
}

/**
 * Every element `value`.
 *
 * @example
 * ```ts
 * await lax.full([2, 2], 7, "int32").array(); // => [[7,7],[7,7]]
 * ```
 */
export function full(shape: Shape, value: number | boolean, dtype: DType): Tensor {
  return broadcastInDim(constant(value, dtype), shape, []);
}

/**
 * Zeros (`false`) of a given shape and dtype.
 *
 * @example
 * ```ts
 * await lax.zerosOf({ shape: [2], dtype: "bool" }).array(); // => [false,false]
 * ```
 */
export function zerosOf(spec: TensorSpec): Tensor {
  return full(spec.shape, 0, spec.dtype);
}

/**
 * `0, 1, …, size − 1`.
 *
 * @example
 * ```ts
 * await lax.iota("float32", 4).array(); // => [0,1,2,3]
 * ```
 */
export function iota(dtype: DType, size: number): Tensor {
  return broadcastedIota(dtype, [size], 0);
}

/**
 * Counts along `dimension`, constant along the others.
 *
 * @example
 * ```ts
 * await lax.broadcastedIota("int32", [2, 3], 0).array(); // => [[0,0,0],[1,1,1]]
 * await lax.broadcastedIota("int32", [2, 3], 1).array(); // => [[0,1,2],[0,1,2]]
 * ```
 */
export function broadcastedIota(dtype: DType, shape: Shape, dimension: number): Tensor {
  return bind1("iota", [], { dtype, shape, dimension });
}
