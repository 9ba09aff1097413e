import { COLUMNS, type FormattedRow } from "./format-row.ts";

export interface RunDescription {
  readonly date: string;
  readonly machine: string;
  /** Of Node and of each peer. */
  readonly versions: readonly string[];
  readonly rounds: number;
  readonly command: string;
}

/** The text of `RESULTS.md`. */
export function resultsPage(run: RunDescription, rows: readonly FormattedRow[]): string {
  const lines = rows.map((row) => `| ${COLUMNS.map((name) => cell(row[name])).join(" | ")} |`);
  return `# Results

Written by \`${run.command}\`; do not edit.

- Date: ${run.date}
- Machine: ${run.machine}
- Versions: ${run.versions.join(", ")}
- Rounds: ${run.rounds}; in each, every peer takes its turn in a fresh process, on the same data, on one thread unless its name says otherwise

The load of the machine is named above: where other programs share it, times change from round to round (\`spread\`: the slowest round by the fastest). Quote ratios, not times: \`ratio\` is the time of the peer divided by that of this project in the same round, so above 1 this project is faster. \`first step\` holds parameters, tracing, compilation and one step; \`memory\` is the most that was resident in the whole process.

| ${COLUMNS.join(" | ")} |
| ${COLUMNS.map(() => "---").join(" | ")} |
${lines.join("\n")}
`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
