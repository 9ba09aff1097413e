import { ElegyError } from "../errors/elegy-error.ts";
import { formatSpec } from "../tensor/spec.ts";
import { isTensor } from "../tensor/tensor.ts";
import { flatten, leavesWithPath, structure, structureText, unflatten } from "./flatten.ts";
import type { MapLeaves } from "./map-leaves.ts";
import { sameStructure } from "./same-structure.ts";

/** Two trees that should have one structure have not. */
export class TreeMismatchError extends ElegyError {
  constructor(operation: string, expected: unknown, received: unknown) {
    super("ELEGY_TREE_MISMATCH", { operation, ...difference(expected, received) });
  }
}

/** The first place where two trees differ. */
function difference(
  expected: unknown,
  received: unknown,
): { problem: string; expected: string; received: string } {
  const wanted = new Map(leavesWithPath(expected));
  const given = new Map(leavesWithPath(received));
  for (const [path, leaf] of wanted) {
    if (given.has(path)) continue;
    return { problem: `a leaf is missing at ${place(path)}`, expected: describeLeaf(leaf), received: "none" };
  }
  for (const [path, leaf] of given) {
    if (wanted.has(path)) continue;
    return { problem: `there is a leaf at ${place(path)}`, expected: "none", received: describeLeaf(leaf) };
  }
  return {
    problem: "the trees differ in the kind of a node",
    expected: structureText(structure(expected)),
    received: structureText(structure(received)),
  };
}

function place(path: string): string {
  return path === "" ? "the root" : `\`${path}\``;
}

function describeLeaf(leaf: unknown): string {
  return isTensor(leaf) ? formatSpec(leaf.spec) : typeof leaf;
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
  const columns = rest.map((other) => {
    const [otherLeaves, otherDef] = flatten(other);
    if (!sameStructure(def, otherDef)) throw new TreeMismatchError("tree.map", first, other);
    return otherLeaves;
  });
  const apply = f as (...leaves: unknown[]) => L;
  const results = leaves.map((leaf, i) => apply(leaf, ...columns.map((column) => column[i])));
  return unflatten(def, results) as MapLeaves<T, L>;
}
