import { Command, Option } from "commander";
import { Table } from "console-table-printer";
import { readFileSync, writeFileSync } from "node:fs";
import { cases } from "./cases/cases.ts";
import { positive } from "./command/positive.ts";
import { machineText } from "./measure/machine-text.ts";
import { takeTurns } from "./measure/take-turns.ts";
import { findWebgpu } from "./measure/find-webgpu.ts";
import { type Device, DEVICES, isNodePeer, type Peer, peersOn, takesPart } from "./peers/peers.ts";
import { COLUMNS, formatRow, type FormattedRow, withoutPaths } from "./report/format-row.ts";
import { resultsPage } from "./report/results-page.ts";
import { rowsOf } from "./report/rounds.ts";

interface Options {
  readonly device: Device;
  readonly case?: readonly string[];
  readonly peer?: readonly string[];
  readonly rounds: number;
  readonly budget: number;
  readonly steps: number;
  readonly timeout: number;
  readonly python?: string | true;
  readonly quick?: true;
  readonly write?: true;
}

const program = new Command("benchmarks")
  .description("Measures this project and its peers in turns, each in a fresh process, on the same data.")
  .addOption(
    new Option("--device <name>", "where the work is done: training only on webgpu, which is Dawn's")
      .choices(DEVICES)
      .default("cpu"),
  )
  .option("--case <names...>", "only the cases whose names begin so")
  .option("--peer <names...>", "only these peers, and this project")
  .option("--rounds <count>", "how often each peer takes its turn", positive, 3)
  .option("--budget <ms>", "steps are measured for so long in each turn", positive, 1500)
  .option(
    "--steps <count>",
    "how many steps a row on a device has; few where a program plays it",
    positive,
    5,
  )
  .option("--timeout <s>", "a turn that takes longer is ended", positive, 120)
  .option("--python [path]", "also PyTorch and JAX of this Python (default: python3)")
  .option("--quick", "one round of short turns, the small products only")
  .option("--write", "write the results to RESULTS.md");

/** The peers that were asked for, this project first. */
function chosenPeers({ device, peer, python }: Options): readonly Peer[] {
  const known = peersOn[device];
  const unknown = peer?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) program.error(`There is no peer ${unknown}. Known are: ${known.join(", ")}.`);
  return known.filter(
    (one, i) => i === 0 || (peer?.includes(one) ?? (isNodePeer(one) || python !== undefined)),
  );
}

const options = program.parse().opts<Options>();
const { device, quick = false, steps } = options;
const [rounds, effort] = quick
  ? [1, { budget: 300, steps, timeout: Math.min(options.timeout, 20) * 1000 }]
  : [options.rounds, { budget: options.budget, steps, timeout: options.timeout * 1000 }];
const possible = device === "cpu" ? cases : cases.filter(({ kind }) => kind === "train");
const chosen = possible.filter(({ name }) =>
  options.case ? options.case.some((start) => name.startsWith(start)) : isUsual(name),
);
if (chosen.length === 0) {
  program.error(`No case begins so. There are: ${possible.map(({ name }) => name).join(", ")}.`);
}

/** Whether a case is measured without being named: on WebGPU those for which a device is fast enough that is a program. */
function isUsual(name: string): boolean {
  return device === "webgpu" ? name === "mlp" || name === "cnn" : !quick || !/^gemm-\d{4}/.test(name);
}

const found = device === "webgpu" ? await findWebgpu() : { description: "", env: {} };
if ("absent" in found) throw program.error(`There is no WebGPU: ${found.absent}.`);
const machine = `${machineText()}${found.description}`;
const peers = chosenPeers(options);
const surroundings = { env: found.env, python: typeof options.python === "string" ? options.python : null };
const versions = new Set([`Node ${process.version}`]);
const rows: FormattedRow[] = [];
for (const benchmark of chosen) {
  process.stderr.write(`${benchmark.title} …\n`);
  const taking = peers.filter((peer) => takesPart(peer, benchmark));
  // oxlint-disable-next-line no-await-in-loop
  const ofCase = rowsOf(benchmark, await takeTurns(benchmark, taking, rounds, effort, surroundings));
  for (const row of ofCase) if ("version" in row) versions.add(`${row.peer} ${row.version}`);
  rows.push(...ofCase.map((row) => formatRow(benchmark.title, row)));
  if (options.write) writeResults();
}

const table = new Table({
  shouldDisableColors: !process.stdout.isTTY,
  columns: COLUMNS[device].map((name) => ({ name, alignment: "left" })),
});
table.addRows(rows.map((row) => Object.fromEntries(COLUMNS[device].map((name) => [name, row[name]]))));
table.printTable();

/** After every case, so that a run that is ended early leaves what it found. */
function writeResults(): void {
  const file = new URL("../RESULTS.md", import.meta.url);
  const date = new Date().toISOString().slice(0, 10);
  const command = `npm run bench -- ${withoutPaths(process.argv.slice(2).join(" "))}`;
  const previous = readFileSync(file, "utf8");
  writeFileSync(
    file,
    resultsPage(previous, { device, date, machine, versions: [...versions], rounds, command }, rows),
  );
}
