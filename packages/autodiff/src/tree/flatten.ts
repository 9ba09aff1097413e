import { wrongArgument } from "../errors/received.ts";
import { isPlainObject } from "./is-plain-object.ts";
import { identityOf } from "../cache/identity.ts";
import type { ArgumentInvalidError } from "../errors/tensor-errors.ts";

/**
 * How a class takes part in trees. Found on the prototype under `Symbol.for("@elegy/tree-node")`, so that two
 * copies of a package agree.
 */
export interface TreeNodeHandler<T> {
  /** Children by name, in an order that does not depend on how the object was built. */
  flatten(node: T): readonly (readonly [key: string, child: unknown])[];
  unflatten(entries: readonly (readonly [key: string, child: unknown])[]): T;
}

const HANDLER = Symbol.for("@elegy/tree-node");

/** What a tree is made of, without its leaves. */
export type TreeDef =
  | { readonly kind: "leaf" }
  | { readonly kind: "null" }
  | { readonly kind: "undefined" }
  | { readonly kind: "array"; readonly children: readonly TreeDef[] }
  | { readonly kind: "object"; readonly keys: readonly string[]; readonly children: readonly TreeDef[] }
  | {
      readonly kind: "class";
      readonly prototype: object;
      readonly keys: readonly string[];
      readonly children: readonly TreeDef[];
    };

const LEAF: TreeDef = { kind: "leaf" };
const NULL: TreeDef = { kind: "null" };
const UNDEFINED: TreeDef = { kind: "undefined" };

/**
 * Makes instances of a class nodes of trees.
 *
 * @example
 * ```ts
 * class Pair { constructor(a, b) { this.a = a; this.b = b; } }
 * tree.register(Pair, {
 *   flatten: (pair) => [["a", pair.a], ["b", pair.b]],
 *   unflatten: ([[, a], [, b]]) => new Pair(a, b),
 * });
 * tree.leaves(new Pair(1, 2)); // => [1,2]
 * ```
 */
export function register<T extends object>(
  constructor: abstract new (...args: never[]) => T,
  handler: TreeNodeHandler<T>,
): void {
  Object.defineProperty(constructor.prototype, HANDLER, { value: handler });
}

function handlerOf(node: object): TreeNodeHandler<object> | undefined {
  return (node as { [HANDLER]?: TreeNodeHandler<object> })[HANDLER];
}

/**
 * Takes a tree apart: plain objects (keys sorted), arrays and registered classes are nodes, `null` is an empty
 * one, everything else a leaf.
 *
 * @example
 * ```ts
 * const [leaves, def] = tree.flatten({ b: [1, 2], a: 3 });
 * leaves; // => [3,1,2]
 * ```
 */
export function flatten(value: unknown): [leaves: unknown[], def: TreeDef] {
  const leaves: unknown[] = [];
  return [leaves, walk(value, leaves)];
}

/** Every call of a compiled function takes its arguments apart. */
function walk(value: unknown, leaves: unknown[]): TreeDef {
  if (value === null) return NULL;
  if (value === undefined) return UNDEFINED;
  if (Array.isArray(value)) {
    return { kind: "array", children: value.map((inner: unknown) => walk(inner, leaves)) };
  }
  const handler = typeof value === "object" ? handlerOf(value) : undefined;
  if (handler) {
    const entries = handler.flatten(value);
    const prototype = Object.getPrototypeOf(value) as object;
    const children = entries.map(([, inner]) => walk(inner, leaves));
    return { kind: "class", prototype, keys: entries.map(([key]) => key), children };
  }
  if (isPlainObject(value)) {
    const keys = Object.keys(value);
    // To sort takes long, and the keys of a result are in order.
    if (keys.some((key, i) => i > 0 && key < (keys[i - 1] ?? ""))) keys.sort();
    return { kind: "object", keys, children: keys.map((key) => walk(value[key], leaves)) };
  }
  leaves.push(value);
  return LEAF;
}

/**
 * The leaves in order: as they stand in arrays, by key in objects.
 *
 * @example
 * ```ts
 * tree.leaves({ w: [1, 2], b: 3 }); // => [3,1,2]
 * ```
 */
export function leaves(value: unknown): unknown[] {
  return flatten(value)[0];
}

/**
 * The leaves with where they stand: `params.0.w`.
 *
 * @example
 * ```ts
 * tree.leavesWithPath({ params: [{ w: 1 }, { w: 2 }] }); // => [["params.0.w",1],["params.1.w",2]]
 * ```
 */
export function leavesWithPath(value: unknown): (readonly [path: string, leaf: unknown])[] {
  const [leaves, def] = flatten(value);
  return pathsOf(def).map((path, i) => [path, leaves[i]]);
}

/** Where the leaves stand. */
export function pathsOf(def: TreeDef, path: string = ""): string[] {
  if (!("children" in def)) return def.kind === "leaf" ? [path] : [];
  const start = path && `${path}.`;
  return def.children.flatMap((child, i) => pathsOf(child, start + ("keys" in def ? def.keys[i] : i)));
}

/**
 * The structure alone: what {@link unflatten} needs besides leaves.
 *
 * @example
 * ```ts
 * const def = tree.structure({ w: [1, 2] });
 * tree.unflatten(def, [3, 4]); // => {"w":[3,4]}
 * ```
 */
export function structure(value: unknown): TreeDef {
  return flatten(value)[1];
}

/**
 * Puts a tree together again.
 *
 * @throws ArgumentInvalidError if there are too few or too many leaves.
 * @example
 * ```ts
 * const [leaves, def] = tree.flatten({ w: 1, b: 2 });
 * tree.unflatten(def, leaves.map((leaf) => leaf * 10)); // => {"b":20,"w":10}
 * ```
 */
export function unflatten(def: TreeDef, values: readonly unknown[]): unknown {
  let used = 0;
  const built = build(def, () => {
    if (used === values.length) throw leafCountError(def, values.length);
    return values[used++];
  });
  if (used < values.length) throw leafCountError(def, values.length);
  return built;
}

function leafCountError(def: TreeDef, received: number): ArgumentInvalidError {
  return wrongArgument(
    "tree.unflatten",
    "the number of leaves differs",
    `as many as ${structureText(def)} has`,
    received,
  );
}

function build(def: TreeDef, next: () => unknown): unknown {
  switch (def.kind) {
    case "leaf":
      return next();
    case "null":
      return null;
    case "undefined":
      return undefined;
    case "array":
      return def.children.map((child) => build(child, next));
    case "object": {
      // To assign to `__proto__` would set the prototype, were there no such property.
      const node: Record<string, unknown> = def.keys.includes("__proto__") ? { ["__proto__"]: null } : {};
      def.keys.forEach((key, i) => (node[key] = build(childOf(def, i), next)));
      return node;
    }
    case "class": {
      const handler = handlerOf(def.prototype);
      if (!handler) throw new Error("the class of a tree node has no handler");
      return handler.unflatten(def.keys.map((key, i) => [key, build(childOf(def, i), next)] as const));
    }
  }
}

function childOf(def: { readonly children: readonly TreeDef[] }, index: number): TreeDef {
  return def.children[index] ?? NULL;
}

/**
 * A structure as text, `*` for a leaf: equal text means equal structures.
 *
 * @example
 * ```ts
 * tree.structureText(tree.structure({ w: [1, null], b: 2 })); // => {"b":*,"w":[*,null]}
 * ```
 */
export function structureText(def: TreeDef): string {
  switch (def.kind) {
    case "leaf":
      return "*";
    case "null":
    case "undefined":
      return def.kind;
    case "array":
      return `[${def.children.map(structureText).join(",")}]`;
    case "object":
      return entriesText(def);
    case "class":
      return `${def.prototype.constructor.name}#${identityOf(def.prototype)}${entriesText(def)}`;
  }
}

function entriesText(def: Extract<TreeDef, { readonly keys: readonly string[] }>): string {
  const entries = def.keys.map((key, i) => `${JSON.stringify(key)}:${structureText(childOf(def, i))}`);
  return `{${entries.join(",")}}`;
}
