import { isTensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as tree from "@elegy/autodiff/tree";

/** The same tree with every tensor in a buffer of its own, which outlives the step that takes the first. */
export function copyTensors<T>(values: T): T {
  return tree.map((leaf: unknown) => (isTensor(leaf) ? lax.copy(leaf) : leaf), values) as T;
}
