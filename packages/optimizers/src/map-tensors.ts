import { type Tensor, tree } from "@elegy/autodiff";

/** A tree of the same structure: `f` of the tensors that stand in one place of each tree. */
export function mapTensors<T>(
  f: (first: Tensor, ...others: readonly Tensor[]) => Tensor,
  first: T,
  ...rest: readonly unknown[]
): T {
  const mapped: unknown = tree.map<T, Tensor, Tensor, Tensor>(f, first, ...rest);
  // Tensors are replaced by tensors, the structure stays.
  return mapped as T;
}

/** As {@link mapTensors} for two trees. */
export function mapTwo<T>(f: (x: Tensor, y: Tensor) => Tensor, first: T, second: unknown): T {
  const mapped: unknown = tree.map<T, Tensor, Tensor, Tensor>(f, first, second);
  // Tensors are replaced by tensors, the structure stays.
  return mapped as T;
}
