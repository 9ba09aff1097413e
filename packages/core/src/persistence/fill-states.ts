import * as tree from "@elegy/autodiff/tree";
import type { LoadReport } from "./load-report.ts";
import type { TreeDifference } from "./match-trees.ts";
import { StatesMismatchError } from "./model-folder-errors.ts";
import { describeNode, type StateNode, stateNode } from "./state-node.ts";
import { type StatePath, tensorName } from "./state-path.ts";

/** The leaves of a tree by the names they have in files, in the order of the tree. */
export function leavesByName(states: unknown): ReadonlyMap<string, unknown> {
  return new Map(namedLeaves(stateNode(states), []).map(([name, leaf]) => [name, leaf.value]));
}

/**
 * Puts leaves into a tree where it has one of the same name, shape and dtype.
 *
 * @param given by name, as {@link leavesByName} gives them.
 * @returns a tree like `present`, and what became of every leaf.
 */
export function fillStates<T>(
  present: T,
  given: ReadonlyMap<string, unknown>,
): { readonly states: T; readonly report: LoadReport } {
  const unexpected = new Map(given);
  const [loaded, missing]: [string[], string[]] = [[], []];
  const mismatched: TreeDifference[] = [];
  const leaves = namedLeaves(stateNode(present), []).map(([name, leaf]) => {
    const other = unexpected.has(name) ? stateNode(unexpected.get(name)) : undefined;
    unexpected.delete(name);
    const [expected, received] = [describeNode(leaf), describeNode(other)];
    if (other?.kind === "leaf" && expected === received) {
      loaded.push(name);
      return other.value;
    }
    if (other === undefined) missing.push(name);
    else mismatched.push({ path: name, expected, received });
    return leaf.value;
  });
  return {
    states: tree.unflatten(tree.structure(present), leaves) as T,
    report: { loaded, missing, unexpected: [...unexpected.keys()], mismatched },
  };
}

/** The fields of states that leaves belong to. */
export function fieldsOf(given: ReadonlyMap<string, unknown>): readonly string[] {
  return [...given.keys()].map(fieldOf);
}

function fieldOf(name: string): string {
  return name.split(".")[0] ?? "";
}

/**
 * @param whole the fields of which everything must be loaded, and nothing else given; none asks for nothing.
 * @throws StatesMismatchError if anything is missing, unexpected or mismatched.
 */
export function requireWhole(operation: string, report: LoadReport, whole: readonly string[]): void {
  if (whole.length === 0) return;
  const { loaded, unexpected, mismatched } = report;
  const missing = report.missing.filter((name) => whole.includes(fieldOf(name)));
  const problems = [
    ...mismatched.map(({ path, ...texts }) => ({ problem: `\`${path}\` is another tensor`, ...texts })),
    ...missing.map((path) => ({
      problem: `\`${path}\` is missing`,
      expected: `a tensor for \`${path}\``,
      received: unexpected.length === 0 ? `${loaded.length} others` : unexpected.slice(0, 5).join(", "),
    })),
    ...unexpected.map((path) => ({
      problem: `the model has no \`${path}\``,
      expected: "names of the model's tensors",
      received: path,
    })),
  ];
  const [first, ...more] = problems;
  if (first === undefined) return;
  const count = more.length === 0 ? "" : `There are ${more.length} further differences. `;
  throw new StatesMismatchError({
    operation,
    ...first,
    hint: `${count}\`partial: true\` takes what fits and reports the rest.`,
  });
}

type Leaf = Extract<StateNode, { readonly kind: "leaf" }>;

function namedLeaves(node: StateNode, path: StatePath): (readonly [name: string, leaf: Leaf])[] {
  if (node.kind === "leaf") return [[tensorName(path), node]];
  if (!("children" in node)) return [];
  return node.children.flatMap(([key, child]) => namedLeaves(child, [...path, key]));
}
