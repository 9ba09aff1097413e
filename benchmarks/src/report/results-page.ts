import type { Device } from "../peers/peers.ts";
import { COLUMNS, type FormattedRow } from "./format-row.ts";
import { markdownTable } from "./markdown-table.ts";
import { withSection } from "./sections.ts";

export interface RunDescription {
  readonly device: Device;
  readonly date: string;
  readonly machine: string;
  /** Of Node and of each peer. */
  readonly versions: readonly string[];
  readonly rounds: number;
  readonly command: string;
}

const EXPLANATIONS: Readonly<Record<Device, string>> = {
  cpu: "`first step` holds parameters, tracing, compilation and one step; `memory` is the most that was resident in the whole process.",
  webgpu:
    "`dispatches` and `submissions` are what one step more in a row of steps adds, counted alike for all at the classes of WebGPU; `median` is a step's share of a row, at the end of which the loss is read. `first step` holds parameters, tracing, compilation and one step, and is shorter where the driver kept shaders of an earlier run; `memory` is the most that was resident in the whole process.",
};

const TURNS: Readonly<Record<Device, string>> = {
  cpu: "in each, every peer takes its turn in a fresh process, on the same data, on one thread unless its name says otherwise",
  webgpu: "in each, every peer takes its turn in a fresh process, on the same data",
};

/** The text of `RESULTS.md`: the section of the run's device written anew, the others as they were. */
export function resultsPage(previous: string, run: RunDescription, rows: readonly FormattedRow[]): string {
  return withSection(previous, run.device, section(run, rows));
}

function section({ device, ...run }: RunDescription, rows: readonly FormattedRow[]): string {
  return `Written by \`${run.command}\`; do not edit.

- Date: ${run.date}
- Machine: ${run.machine}
- Versions: ${run.versions.join(", ")}
- Rounds: ${run.rounds}; ${TURNS[device]}

The load of the machine is named above: where other programs share it, times change from round to round (\`spread\`: the slowest round by the fastest). Quote ratios, not times: \`ratio\` is the time of the peer divided by that of this project in the same round, so above 1 this project is faster. ${EXPLANATIONS[device]}

${markdownTable(COLUMNS[device], rows)}`;
}
