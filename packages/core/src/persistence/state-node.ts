import { formatSpec, type Shape, type TensorSpec } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { isDType } from "./safetensors-dtypes.ts";

/** A node of a tree of states; `States` and other classes registered as nodes appear as objects. */
export type StateNode = StateLeaf | EmptyNode | ParentNode;

interface StateLeaf {
  readonly kind: "leaf";
  readonly value: unknown;
  /** `null` for what is no tensor: a number, a string, … */
  readonly spec: TensorSpec | null;
}

interface EmptyNode {
  readonly kind: "null" | "undefined";
}

interface ParentNode {
  readonly kind: "array" | "object";
  readonly children: readonly (readonly [key: string, child: StateNode])[];
}

/** Takes a tree of states apart. */
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
      return { kind: "object", children: nodes.map((node, i) => [def.keys[i] ?? "", node] as const) };
    }
  }
}

/** Of a tensor, a host tensor, or what `evalShape` gives. */
function specOf(leaf: unknown): TensorSpec | null {
  if (typeof leaf !== "object" || leaf === null || !("dtype" in leaf) || !("shape" in leaf)) return null;
  const { dtype, shape } = leaf;
  return isDType(dtype) && isShape(shape) ? { dtype, shape } : null;
}

function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((size) => typeof size === "number");
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
