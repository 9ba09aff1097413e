import { describeNode, type StateNode, stateNode } from "./state-node.ts";
import { showPath, type StatePath } from "./state-path.ts";

/** A place where two trees differ. */
export interface TreeDifference {
  /** `netParams.0.w` */
  readonly path: string;
  /** `f32[784,10]` */
  readonly expected: string;
  readonly received: string;
}

/**
 * Compares two trees by structure, shapes and dtypes; of what is no tensor by type. Classes are compared as
 * objects.
 *
 * @param expected tensors, host tensors or what `evalShape` gives.
 * @returns all differences in order; none if the trees match.
 */
export function matchTrees(expected: unknown, received: unknown): TreeDifference[] {
  return differences(stateNode(expected), stateNode(received), []);
}

function differences(
  expected: StateNode | undefined,
  received: StateNode | undefined,
  path: StatePath,
): TreeDifference[] {
  if (
    expected !== undefined &&
    isParent(expected) &&
    received?.kind === expected.kind &&
    isParent(received)
  ) {
    const left = new Map(expected.children);
    const right = new Map(received.children);
    const keys = new Set([...left.keys(), ...right.keys()]);
    return [...keys].flatMap((key) => differences(left.get(key), right.get(key), [...path, key]));
  }
  const texts = { expected: describeNode(expected), received: describeNode(received) };
  return texts.expected === texts.received ? [] : [{ path: showPath(path), ...texts }];
}

function isParent(node: StateNode): node is Extract<StateNode, { readonly children: unknown }> {
  return "children" in node;
}
