import type { Tensor, TensorLike } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/** The updates made, as `f32[]`. */
export function stepsOf(count: TensorLike): Tensor {
  return np.add(count, 0).astype("float32");
}
