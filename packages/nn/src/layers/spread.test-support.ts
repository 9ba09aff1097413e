import { np, type Tensor } from "@elegy/autodiff";

/** The numbers that figures were computed from: 0.5·sin(1 + k + 0.7·i). */
export function spread(shape: readonly number[], k: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, (_, i) => 0.5 * Math.sin(1 + k + 0.7 * i));
  return np.array(data, { shape });
}
