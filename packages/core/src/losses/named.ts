/** A leaf of a structure of losses or metrics. */
export interface Leaf {
  readonly value: unknown;
  /** Where it stands: keys of objects and positions in arrays. */
  readonly path: readonly (string | number)[];
}

/** The leaves of nested arrays and plain objects, in the order they were written; nothing for null. */
export function leavesOf(structure: unknown, path: Leaf["path"] = []): readonly Leaf[] {
  if (structure === null || structure === undefined) return [];
  if (Array.isArray(structure)) return structure.flatMap((child, i) => leavesOf(child, [...path, i]));
  if (isPlainObject(structure)) {
    return Object.entries(structure).flatMap(([key, child]) => leavesOf(child, [...path, key]));
  }
  return [{ value: structure, path }];
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object literal with methods of its own may be a loss or a metric.
  const isRecord = prototype === Object.prototype || prototype === null;
  return isRecord && !("name" in value && typeof value.name === "string");
}

/**
 * `a/b/name`: the keys on the way, then the own name, which is left out if it only repeats the last key, as the
 * name of a function written in an object does.
 */
export function pathName(path: Leaf["path"], name: string): string {
  const keys = path.filter((key) => typeof key === "string");
  return (keys.at(-1) === name ? keys : [...keys, name]).join("/");
}

/** The name itself if it is not taken, else the first free of `name_1`, `name_2`, …; taken from then on. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let i = 1; taken.has(unique); i++) unique = `${name}_${i}`;
  taken.add(unique);
  return unique;
}
