import { flatten, structureText, type TreeDef, unflatten } from "./flatten.ts";
import { TreeMismatchError } from "./map.ts";

/**
 * Turns a tree of trees inside out: from `outer` of `inner` to `inner` of `outer`.
 *
 * @param outer the structure of the tree. @param inner that of what stands in the place of its leaves.
 * @throws TreeMismatchError if the tree is not so built.
 * @example
 * ```ts
 * const [outer, inner] = [tree.structure([0, 0]), tree.structure({ a: 0, b: 0 })];
 * tree.transpose(outer, inner, [{ a: 1, b: 2 }, { a: 3, b: 4 }]); // => {"a":[1,3],"b":[2,4]}
 * ```
 */
export function transpose(outer: TreeDef, inner: TreeDef, tree: unknown): unknown {
  const [rows, columns] = [leafCount(outer), leafCount(inner)];
  const nested = unflatten(
    outer,
    Array.from({ length: rows }, () =>
      unflatten(
        inner,
        Array.from({ length: columns }, () => 0),
      ),
    ),
  );
  const [leaves, def] = flatten(tree);
  if (structureText(def) !== structureText(flatten(nested)[1])) {
    throw new TreeMismatchError("tree.transpose", nested, tree);
  }
  const column = (j: number): unknown =>
    unflatten(
      outer,
      Array.from({ length: rows }, (_, i) => leaves[i * columns + j]),
    );
  return unflatten(
    inner,
    Array.from({ length: columns }, (_, j) => column(j)),
  );
}

function leafCount(def: TreeDef): number {
  if (def.kind === "leaf") return 1;
  return "children" in def ? def.children.reduce((sum, child) => sum + leafCount(child), 0) : 0;
}
