import { bind1 } from "../interpreters/stack.ts";
import { type DType, dtypeInfo } from "../tensor/dtype.ts";
import type { Shape, TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { broadcastInDim } from "./movement.ts";

/** A scalar: `f32[]`. */
export function constant(value: number | boolean, dtype: DType): Tensor {
  return bind1("constant", [], {
    value: dtypeInfo(dtype).kind === "bool" ? Boolean(value) : Number(value),
    dtype,
  });
}

/** Every element `value`. */
export function full(shape: Shape, value: number | boolean, dtype: DType): Tensor {
  return broadcastInDim(constant(value, dtype), shape, []);
}

/** Zeros (`false`) of a given shape and dtype. */
export function zerosOf(spec: TensorSpec): Tensor {
  return full(spec.shape, 0, spec.dtype);
}

/** `0, 1, …, size − 1`. */
export function iota(dtype: DType, size: number): Tensor {
  return broadcastedIota(dtype, [size], 0);
}

/** Counts along `dimension`, constant along the others. */
export function broadcastedIota(dtype: DType, shape: Shape, dimension: number): Tensor {
  return bind1("iota", [], { dtype, shape, dimension });
}
