import { ArgumentInvalidError } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { describe } from "../options/require-number.ts";

/**
 * `true` for the parameters that are meant: a tree of booleans like the parameters, in which one may stand for a whole
 * branch; or a function that makes one of the parameters, or of updates like them.
 */
export type Mask = unknown;

/** A value for each leaf of a tree, of a tree in which one may stand for a whole branch. */
export function valuesOfLeaves(operation: string, name: string, prefix: unknown, like: unknown): unknown[] {
  const given: unknown = typeof prefix === "function" ? prefix(like) : prefix;
  const values = new Map(tree.leavesWithPath(given));
  const used = new Set<string>();
  const found = tree.leavesWithPath(like).map(([path]) => {
    const place = placesAbove(path).find((candidate) => values.has(candidate));
    if (place === undefined) throw noValue(operation, name, path);
    used.add(place);
    return values.get(place);
  });
  const unused = [...values.keys()].find((place) => !used.has(place));
  if (unused === undefined || used.size === 0) return found;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` has a value at \`${unused}\`, where there is no parameter`,
    expected: "a tree like the parameters",
    received: describe(values.get(unused)),
  });
}

/** `a.b.c`, `a.b`, `a` and the root. */
function placesAbove(path: string): readonly string[] {
  const parts = path === "" ? [] : path.split(".");
  return parts.map((_, i) => parts.slice(0, parts.length - i).join(".")).concat("");
}

function noValue(operation: string, name: string, path: string): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` has no value for the parameter${path === "" ? "" : ` at \`${path}\``}`,
    expected: "a tree like the parameters, or a value for the whole branch",
    received: "none",
  });
}

/** The tree with `null`, which is an empty node, in place of what is not chosen. */
export function selected<T>(value: T, chosen: readonly boolean[]): T {
  const [leaves, structure] = tree.flatten(value);
  const rest: unknown = tree.unflatten(
    structure,
    leaves.map((leaf, i) => (chosen[i] ? leaf : null)),
  );
  // For the transformation inside it is any tree: only its structure has changed.
  return rest as T;
}

/** The tree with what was chosen from it replaced, in order. */
export function merged<T>(value: T, chosen: readonly boolean[], replacement: unknown): T {
  const [leaves, structure] = tree.flatten(value);
  const replacements = tree.leaves(replacement).values();
  const all: unknown = tree.unflatten(
    structure,
    leaves.map((leaf, i) => (chosen[i] ? replacements.next().value : leaf)),
  );
  // Tensors are replaced by tensors, the structure stays.
  return all as T;
}
