import { isFloat, type Tensor } from "@elegy/autodiff";

/**
 * Computes in `float32` or wider: sums and squares need more digits, and a greater range, than `float16` has. The result
 * is of the dtype of x, as in Keras.
 */
export function inWide(x: Tensor, compute: (wide: Tensor) => Tensor): Tensor {
  const wide = x.dtype === "float64" ? x : x.astype("float32");
  return compute(wide).astype(isFloat(x.dtype) ? x.dtype : wide.dtype);
}
