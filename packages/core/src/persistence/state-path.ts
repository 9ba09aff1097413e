/** The keys from the root of a tree to one of its places. */
export type StatePath = readonly string[];

/** A path as messages show it: `netParams.0.w`. */
export function showPath(path: StatePath): string {
  return path.join(".");
}

/**
 * A path as the name of a tensor in a file: as shown, but no two paths have one name, and any key makes text
 * that UTF-8 can hold. As in JSON Pointer `~` becomes `~0`, and the separator, here `.`, becomes `~1`.
 */
export function tensorName(path: StatePath): string {
  const name = path.map((key) => key.replaceAll("~", "~0").replaceAll(".", "~1")).join(".");
  // The format keeps this name for itself.
  if (name === "__metadata__") return "~2metadata__";
  return name.replaceAll(/\p{Surrogate}/gu, (half) => `~u${half.charCodeAt(0).toString(16)}`);
}
