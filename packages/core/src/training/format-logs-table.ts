import { Table } from "console-table-printer";
import type { LogValues } from "./callback.ts";
import { formatValue } from "./format-logs.ts";

/** Values as a table, those of validation beside those of training. */
export function formatLogsTable(title: string, logs: LogValues): string {
  const validated = Object.keys(logs).some((name) => name.startsWith("val_"));
  const table = new Table({
    title,
    columns: [
      { name: "name", title: "Name", alignment: "left" },
      { name: "training", title: "Training", alignment: "right" },
      ...(validated ? [{ name: "validation", title: "Validation", alignment: "right" } as const] : []),
    ],
    shouldDisableColors: true,
  });
  const names = new Set(Object.keys(logs).map((name) => name.replace(/^val_/, "")));
  const shown = (value: number | undefined): string => (value === undefined ? "" : formatValue(value));
  for (const name of names) {
    const validation = validated ? { validation: shown(logs[`val_${name}`]) } : {};
    table.addRow({ name, training: shown(logs[name]), ...validation });
  }
  return table.render();
}
