import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { leaves, structure } from "../tree/flatten.ts";

/**
 * An axis for each leaf of a tree, `null` for none. It may stop early: a number or `null` in the place of a subtree holds for
 * all leaves of it.
 */
export type AxisTree = number | null | readonly AxisTree[] | { readonly [key: string]: AxisTree };

/**
 * The axis of each leaf, in their order.
 *
 * @throws ArgumentInvalidError naming the path where the axes have another structure than the tree.
 */
export function axisPerLeaf(what: string, axes: AxisTree, tree: unknown): readonly (number | null)[] {
  return walk(what, axes, tree, "");
}

function walk(what: string, axes: AxisTree, tree: unknown, path: string): readonly (number | null)[] {
  if (axes === null || typeof axes === "number") return leaves(tree).map(() => axes);
  const wanted = keysOf(axes);
  const isNode = typeof tree === "object" && tree !== null && structure(tree).kind !== "leaf";
  const given = isNode ? keysOf(tree) : null;
  if (Array.isArray(axes) === Array.isArray(tree) && given?.join() === wanted.join()) {
    return wanted.flatMap((key) =>
      walk(
        what,
        (axes as Readonly<Record<string, AxisTree>>)[key] ?? null,
        (tree as Readonly<Record<string, unknown>>)[key],
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  throw new ArgumentInvalidError({
    operation: "vmap",
    problem: `${what} does not fit${path === "" ? "" : ` at \`${path}\``}`,
    expected:
      given === null ? "a number or null" : `a number, null, or ${described(given, Array.isArray(tree))}`,
    received: described(wanted, Array.isArray(axes)),
    hint: "Use null for what is the same for all examples.",
  });
}

function keysOf(node: object): readonly string[] {
  return Array.isArray(node) ? node.map((_, i) => String(i)) : Object.keys(node).sort();
}

function described(keys: readonly string[], isList: boolean): string {
  return isList ? `a list of ${keys.length}` : `{ ${keys.join(", ")} }`;
}
