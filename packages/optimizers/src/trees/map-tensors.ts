import type { DType, Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";

/** `tree.map` of tensors to tensors, over trees of one structure: the result is like the first. */
export function mapTensors<T>(
  f: (x: Tensor, ...others: Tensor[]) => Tensor,
  first: T,
  ...rest: readonly unknown[]
): T {
  const mapped: unknown = tree.map(f, first, ...rest);
  // Tensors are replaced by tensors, the structure stays.
  return mapped as T;
}

/** The leaves, which are tensors. */
export function tensorLeaves(value: unknown): readonly Tensor[] {
  // What is optimized, and the states of optimizers, have no other leaves: `requireFloatLeaves`.
  return tree.leaves(value) as Tensor[];
}

/** Zeros like the tensors of a tree, in another dtype if one is given. */
export function zerosLike<T>(value: T, dtype?: DType): T {
  return mapTensors((x) => np.zeros(x.shape, { dtype: dtype ?? x.dtype }), value);
}

/** The tensors in another dtype, if one is given. */
export function cast<T>(value: T, dtype: DType | undefined): T {
  return dtype === undefined ? value : mapTensors((x) => x.astype(dtype), value);
}

/** The tensors in the dtypes of another tree. */
export function castLike<T>(value: T, like: unknown): T {
  return mapTensors((x, y) => x.astype(y.dtype), value, like);
}

/** @throws TreeMismatchError if updates have another structure than the parameters that came with them. */
export function requireLike(updates: unknown, params: unknown): void {
  if (params !== undefined) tree.map(() => null, params, updates);
}
