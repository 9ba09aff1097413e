import { files } from "#file-system";
import type { PlottedHistory } from "./curve.ts";
import { plotHistory, type PlotOptions } from "./plot-history.ts";

/**
 * Writes what {@link plotHistory} draws to a file.
 *
 * @param path in browsers, within the origin's private file system. If it ends with `.html`, a page is written unless
 * `format` says otherwise.
 * @example
 * ```ts
 * import { mkdtemp, readFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { History } from "@elegy/core";
 * import { savePlot } from "@elegy/core/plots";
 *
 * const path = `${await mkdtemp(`${tmpdir()}/elegy-`)}/loss.html`;
 * const history = new History();
 * [0.9, 0.5, 0.3].forEach((loss, epoch) => history.onEpochEnd(epoch, { loss }));
 * await savePlot(path, history);
 * (await readFile(path, "utf8")).startsWith("<!doctype html>"); // => true
 * ```
 */
export async function savePlot(
  path: string,
  history: PlottedHistory,
  options: PlotOptions = {},
): Promise<void> {
  const format = options.format ?? (path.endsWith(".html") ? "html" : "svg");
  await files.write(path, new TextEncoder().encode(plotHistory(history, { ...options, format })));
}
