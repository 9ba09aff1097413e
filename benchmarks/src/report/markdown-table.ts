/** A table of rows that have a text for each column. */
export function markdownTable<C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Record<C, string>>[],
): string {
  const lines = rows.map(
    (row) => `| ${columns.map((name) => row[name].replaceAll("|", "\\|")).join(" | ")} |`,
  );
  return `| ${columns.join(" | ")} |
| ${columns.map(() => "---").join(" | ")} |
${lines.join("\n")}`;
}
