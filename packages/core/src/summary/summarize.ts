import { printLine } from "#terminal";
import { samplesOf } from "../data/samples.ts";
import type { Batch } from "../model/entry-points.ts";
import type { SummaryOptions } from "../model/model-options.ts";
import { withDeviceBatch } from "../training/device-batch.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { groupRows } from "./group-rows.ts";
import type { SummaryRow } from "./summary-rows.ts";

/** Describes a model of this name by its rows for a batch, and prints the table: see `Model.summary`. */
export async function summarize(
  name: string,
  options: SummaryOptions,
  rowsFor: (batch: Batch) => readonly SummaryRow[],
): Promise<readonly SummaryRow[]> {
  requireKnownOptions("summary", options, ["x", "depth", "print"]);
  const { x, print = true } = options;
  const depth = requireCount("summary", "depth", options.depth ?? 2, 1);
  const samples = await samplesOf("summary", { x });
  const rows = groupRows(withDeviceBatch(samples, null, rowsFor), depth);
  if (print) {
    // Only now: tables are a large part of a page that prints none.
    const { formatSummary } = await import("./format-summary.ts");
    printLine(formatSummary(rows, name));
  }
  return rows;
}
