import type { Graph } from "../primitive/primitive.ts";

const derived = new WeakMap<Graph, Map<string, unknown>>();

/** What is made from a graph (its derivative, its transpose, …) once and kept as long as the graph. */
export function derivedFrom<T>(graph: Graph, key: string, make: () => T): T {
  const entries = derived.get(graph) ?? new Map<string, unknown>();
  derived.set(graph, entries);
  // Each key names one kind of derivation, so its entry has that kind's type.
  if (entries.has(key)) return entries.get(key) as T;
  const made = make();
  entries.set(key, made);
  return made;
}
