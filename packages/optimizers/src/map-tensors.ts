import { type Tensor, tree } from "@elegy/autodiff";

/** `tree.map` of tensors to tensors, over one tree or two of one structure: the result is like the first. */
export function mapTensors<T>(
  f: (x: Tensor, y: Tensor) => Tensor,
  first: T,
  ...rest: readonly [second?: unknown]
): T {
  const mapped: unknown = tree.map(f, first, ...rest);
  // Tensors are replaced by tensors, the structure stays.
  return mapped as T;
}
