import { flatten, leaves, leavesWithPath, unflatten } from "./flatten.ts";
import type { MapLeaves } from "./map-leaves.ts";
import { requireFunction } from "../errors/require-function.ts";

/**
 * The leaves taken together one after the other, as `Array.prototype.reduce`.
 *
 * @example
 * ```ts
 * tree.reduce((sum, x) => sum + x, { a: 1, b: [2, 3] }, 0); // => 6
 * ```
 */
export function reduce<A, L = unknown>(f: (accumulated: A, leaf: L) => A, tree: unknown, initial: A): A {
  requireFunction("tree.reduce", "f", f);
  // The caller knows what the leaves are.
  return (leaves(tree) as L[]).reduce(f, initial);
}

/**
 * Whether every leaf is truthy; `true` of none.
 *
 * @example
 * ```ts
 * tree.all({ a: true, b: [1, 0] }); // => false
 * ```
 */
export function all(tree: unknown): boolean {
  return leaves(tree).every(Boolean);
}

/**
 * As `tree.map`, with the path of each leaf, such as `layers.0.w`.
 *
 * @example
 * ```ts
 * tree.mapWithPath((path, x) => `${path}=${x}`, { a: 1, b: [2] }); // => {"a":"a=1","b":["b.0=2"]}
 * ```
 */
export function mapWithPath<T, A, L>(f: (path: string, leaf: A) => L, tree: T): MapLeaves<T, L> {
  requireFunction("tree.mapWithPath", "f", f);
  const [, def] = flatten(tree);
  const results = leavesWithPath(tree).map(([path, leaf]) => f(path, leaf as A));
  return unflatten(def, results) as MapLeaves<T, L>;
}
