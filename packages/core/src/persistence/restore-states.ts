import * as tree from "@elegy/autodiff/tree";
import { matchTrees } from "./match-trees.ts";
import { StatesMismatchError } from "./model-folder-errors.ts";
import { type StateNode, stateNode } from "./state-node.ts";

/**
 * Loaded states in the structure of a model's present ones, with its classes.
 *
 * @param operation the method that loads, for errors.
 * @param present states of the model: tensors (or host tensors) at the leaves.
 * @param loaded the tree from {@link loadModelFolder}.
 * @returns a tree like `present` with the leaves of `loaded`.
 * @throws StatesMismatchError that names the first place where structure, shape or dtype differ.
 * @example
 * ```ts
 * const loaded = { w: hostTensor({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) }) };
 * const { w } = restoreStates("load", { w: np.zeros([2]) }, loaded);
 * await np.array(w.data, w).array(); // => [1,2]
 * ```
 */
export function restoreStates(operation: string, present: unknown, loaded: unknown): unknown {
  const [first, ...more] = matchTrees(present, loaded);
  if (first !== undefined) {
    throw new StatesMismatchError({
      operation,
      problem: `the saved states do not fit the model at \`${first.path}\``,
      expected: first.expected,
      received: first.received,
      hint: `${more.length === 0 ? "" : `They differ at ${more.length} further places. `}Load them into the model that saved them.`,
    });
  }
  return tree.unflatten(tree.structure(present), leavesInOrderOf(stateNode(present), stateNode(loaded)));
}

/** A class may have its keys in another order than the object it was saved as. */
function leavesInOrderOf(present: StateNode, loaded: StateNode | undefined): unknown[] {
  if (loaded?.kind === "leaf") return [loaded.value];
  if (!("children" in present) || loaded === undefined || !("children" in loaded)) return [];
  const byKey = new Map(loaded.children);
  return present.children.flatMap(([key, child]) => leavesInOrderOf(child, byKey.get(key)));
}
