/** Desktops put these into any folder that is looked at. */
const OF_DESKTOPS: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** The entries of a folder that are not ours to delete. */
export function foreignFiles(entries: readonly string[], ours: Iterable<string>): string[] {
  const known = new Set(ours);
  return entries.filter((entry) => !known.has(entry) && !OF_DESKTOPS.has(entry)).sort();
}
