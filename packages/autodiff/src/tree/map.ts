import { ElegyError } from "../errors/elegy-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { flatten, leavesWithPath, structureText, unflatten } from "./flatten.ts";

/** The tree type `T` with every leaf an `L`; arrays, tuples, readonly and optional fields survive. */
export type MapLeaves<T, L> = T extends null | undefined
  ? T
  : T extends Tensor | number | boolean | string
    ? L
    : { [K in keyof T]: MapLeaves<T[K], L> };

/** Two trees that should have one structure have not. */
export class TreeMismatchError extends ElegyError {
  constructor(operation: string, expected: unknown, received: unknown) {
    const expectedPaths = leavesWithPath(expected).map(([path]) => path);
    const receivedPaths = leavesWithPath(received).map(([path]) => path);
    const missing = expectedPaths.find((path) => !receivedPaths.includes(path));
    const extra = receivedPaths.find((path) => !expectedPaths.includes(path));
    super("ELEGY_TREE_MISMATCH", {
      operation,
      problem: "the trees differ in structure",
      expected: missing === undefined ? `${expectedPaths.length} leaves` : `a leaf at \`${missing}\``,
      received:
        extra !== undefined
          ? `one at \`${extra}\``
          : missing === undefined
            ? "nodes of another kind"
            : "none there",
    });
  }
}

/**
 * Applies a function to every leaf, or to the leaves of several trees that stand in one place.
 *
 * @throws TreeMismatchError if a further tree has another structure than the first.
 * @example
 * ```ts
 * tree.map((x) => x * 2, { a: 1, b: [2, 3] }); // => {"a":2,"b":[4,6]}
 * tree.map((x, y) => x + y, [1, 2], [10, 20]); // => [11,22]
 * ```
 */
export function map<T, A, B = A, L = unknown>(
  f: (leaf: A, other: B) => L,
  first: T,
  ...rest: readonly unknown[]
): MapLeaves<T, L> {
  const [leaves, def] = flatten(first);
  const text = structureText(def);
  const columns = rest.map((other) => {
    const [otherLeaves, otherDef] = flatten(other);
    if (structureText(otherDef) !== text) throw new TreeMismatchError("tree.map", first, other);
    return otherLeaves;
  });
  const apply = f as (...leaves: unknown[]) => L;
  const results = leaves.map((leaf, i) => apply(leaf, ...columns.map((column) => column[i])));
  return unflatten(def, results) as MapLeaves<T, L>;
}
