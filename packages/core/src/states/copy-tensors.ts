import { isTensor, lax, tree } from "@elegy/autodiff";

/** The same tree with every tensor in a buffer of its own, which outlives the step that takes the first. */
export function copyTensors<T>(values: T): T {
  return tree.map((leaf: unknown) => (isTensor(leaf) ? lax.copy(leaf) : leaf), values) as T;
}
