import { formatSpec, isTensor, type TensorSpec, tree } from "@elegy/autodiff";
import { isHostTensor } from "./host-tensor.ts";
import { isDType } from "./safetensors-dtypes.ts";

/** A node of a tree of states; `States` and other classes registered as nodes appear as objects. */
export type StateNode = StateLeaf | EmptyNode | ParentNode;

export interface StateLeaf {
  readonly kind: "leaf";
  readonly value: unknown;
  /** `null` for what is no tensor: a number, a string, … */
  readonly spec: TensorSpec | null;
}

interface EmptyNode {
  readonly kind: "null" | "undefined";
}

export interface ParentNode {
  readonly kind: "array" | "object";
  readonly children: readonly (readonly [key: string, child: StateNode])[];
}

/** Takes a tree of states apart. A leaf may be a tensor, a host tensor or, as from `evalShape`, only a spec. */
export function stateNode(states: unknown): StateNode {
  const [leaves, def] = tree.flatten(states);
  return nodeOf(def, leaves.values());
}

function nodeOf(def: tree.TreeDef, leaves: Iterator<unknown>): StateNode {
  switch (def.kind) {
    case "leaf": {
      const { value } = leaves.next();
      return { kind: "leaf", value, spec: specOf(value) };
    }
    case "null":
    case "undefined":
      return { kind: def.kind };
    case "array":
      return {
        kind: "array",
        children: def.children.map((child, i) => [String(i), nodeOf(child, leaves)] as const),
      };
    case "object":
    case "class": {
      const nodes = def.children.map((child) => nodeOf(child, leaves));
      const children = nodes.map((node, i) => [def.keys[i] ?? "", node] as const);
      const spec = plainSpec(new Map(children));
      return spec === null ? { kind: "object", children } : { kind: "leaf", value: spec, spec };
    }
  }
}

function specOf(leaf: unknown): TensorSpec | null {
  if (isTensor(leaf)) return leaf.spec;
  return isHostTensor(leaf) ? { dtype: leaf.dtype, shape: leaf.shape } : null;
}

/** No states have a string that names a dtype beside a list of numbers named `shape`. */
function plainSpec(children: ReadonlyMap<string, StateNode>): TensorSpec | null {
  const dtype = children.get("dtype");
  const shape = children.get("shape");
  if (dtype?.kind !== "leaf" || !isDType(dtype.value) || shape?.kind !== "array") return null;
  const sizes = shape.children.map(([, size]) => (size.kind === "leaf" ? size.value : undefined));
  if (!sizes.every((size) => typeof size === "number")) return null;
  return { dtype: dtype.value, shape: sizes };
}

/** What stands at a place of a tree, in a few words. */
export function describeNode(node: StateNode | undefined): string {
  if (node === undefined) return "nothing there";
  switch (node.kind) {
    case "null":
    case "undefined":
      return node.kind;
    case "array":
      return `an array of ${node.children.length}`;
    case "object":
      return node.children.length === 0
        ? "an empty object"
        : `an object with ${node.children.map(([key]) => `\`${key}\``).join(", ")}`;
    case "leaf":
      return node.spec === null ? describeValue(node.value) : formatSpec(node.spec);
  }
}

function describeValue(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return `a ${typeof value}`;
}
