import { np, type Tensor, type TensorLike } from "@elegy/autodiff";

/** The updates made, as `f32[]`. */
export function stepsOf(count: TensorLike): Tensor {
  return np.add(count, 0).astype("float32");
}
