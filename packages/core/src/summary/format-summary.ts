import { Table } from "console-table-printer";
import type { Amount, SummaryRow } from "./summary-rows.ts";

/** Rows of a summary as a table of text. */
export function formatSummary(rows: readonly SummaryRow[], title?: string): string {
  const other = rows.some((row) => row.other.count > 0);
  const table = new Table({
    ...(title === undefined ? {} : { title }),
    columns: [
      { name: "name", title: "Name", alignment: "left" },
      { name: "shape", title: "Shape", alignment: "left" },
      { name: "trainable", title: "Parameters", alignment: "right" },
      { name: "bytes", title: "Size", alignment: "right" },
      ...(other ? [{ name: "other", title: "Not trained", alignment: "right" } as const] : []),
    ],
    shouldDisableColors: true,
  });
  for (const { name, shape, trainable, other: kept } of rows) {
    table.addRow({
      name,
      shape,
      trainable: formatCount(trainable),
      bytes: formatBytes(trainable.bytes + kept.bytes),
      ...(other ? { other: formatCount(kept) } : {}),
    });
  }
  return table.render();
}

function formatCount({ count }: Amount): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}

/** In units of 1000, as `31.4 kB`. */
function formatBytes(bytes: number): string {
  if (bytes === 0) return "";
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
