import { Table } from "console-table-printer";
import type { SummaryRow } from "./summary-rows.ts";

/**
 * Rows of a summary as a table of text, with the total below it. Bytes are in units of 1000.
 *
 * @example
 * ```ts
 * const rows = summaryRows({ netParams: { w: np.zeros([784, 10]) }, netStates: null });
 * formatSummary(rows).split("\n").at(-1); // => Total Parameters: 7,840   31.4 KB
 * ```
 */
export function formatSummary(rows: readonly SummaryRow[], title?: string): string {
  const hasOther = rows.some((row) => row.other.count > 0);
  // Only layers have types. Without layers, shapes are those of parameters, too.
  const hasTypes = rows.some((row) => row.type !== undefined);
  const table = new Table({
    ...(title === undefined ? {} : { title }),
    columns: [
      { name: "name", title: hasTypes ? "Layer" : "Name", alignment: "left" },
      ...(hasTypes ? [{ name: "type", title: "Type", alignment: "left" } as const] : []),
      { name: "shape", title: hasTypes ? "Outputs Shape" : "Shape", alignment: "left" },
      { name: "trainable", title: "Trainable Parameters", alignment: "right" },
      ...(hasOther ? [{ name: "other", title: "Non-trainable", alignment: "right" } as const] : []),
    ],
    shouldDisableColors: true,
  });
  const trainable = amountsOf(rows, "trainable");
  const other = amountsOf(rows, "other");
  rows.forEach(({ name, type = "", shape }, i) => {
    table.addRow({
      name,
      shape,
      trainable: trainable[i],
      ...(hasTypes ? { type } : {}),
      ...(hasOther ? { other: other[i] } : {}),
    });
  });
  const total = rows.find(({ name }) => name === "Total");
  if (total === undefined) return table.render();
  const count = total.trainable.count + total.other.count;
  const bytes = total.trainable.bytes + total.other.bytes;
  return `${table.render()}\nTotal Parameters: ${count.toLocaleString("en-US")}   ${formatBytes(bytes)}`;
}

/** The cells of a column: counts below counts, bytes below bytes. */
function amountsOf(rows: readonly SummaryRow[], column: "trainable" | "other"): readonly string[] {
  const amounts = rows.map((row) => row[column]);
  const width = Math.max(0, ...amounts.map(({ bytes }) => formatBytes(bytes).length));
  return amounts.map(({ count, bytes }) =>
    count === 0 ? "" : `${count.toLocaleString("en-US")}    ${formatBytes(bytes).padStart(width)}`,
  );
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** In units of 1000, as `31.4 KB`. */
function formatBytes(bytes: number): string {
  const power = bytes === 0 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
