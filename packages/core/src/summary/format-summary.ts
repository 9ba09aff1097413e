import { Table } from "console-table-printer";
import { added, type Amount, type SummaryRow } from "./summary-rows.ts";

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
  const hasTypes = rows.some((row) => row.type !== undefined);
  const table = new Table({
    ...(title === undefined ? {} : { title }),
    columns: [
      { name: "name", title: "Layer", alignment: "left" },
      ...(hasTypes ? [{ name: "type", title: "Type", alignment: "left" } as const] : []),
      { name: "shape", title: "Outputs Shape", alignment: "left" },
      { name: "trainable", title: "Trainable Parameters", alignment: "right" },
      ...(hasOther ? [{ name: "other", title: "Non-trainable", alignment: "right" } as const] : []),
    ],
    shouldDisableColors: true,
  });
  for (const { name, type = "", shape, trainable, other } of rows) {
    table.addRow({
      name,
      shape,
      trainable: formatAmount(trainable),
      ...(hasTypes ? { type } : {}),
      ...(hasOther ? { other: formatAmount(other) } : {}),
    });
  }
  const total = rows.find(({ name }) => name === "Total");
  if (total === undefined) return table.render();
  const { count, bytes } = added(total.trainable, total.other);
  return `${table.render()}\nTotal Parameters: ${count.toLocaleString("en-US")}   ${formatBytes(bytes)}`;
}

function formatAmount({ count, bytes }: Amount): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")}    ${formatBytes(bytes)}`;
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** In units of 1000, as `31.4 KB`. */
function formatBytes(bytes: number): string {
  const power = bytes === 0 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
