import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

/** A text file, unpacked where it ends in `.gz`. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}
