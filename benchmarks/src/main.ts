import { Command, InvalidArgumentError } from "commander";
import { Table } from "console-table-printer";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { cases } from "./cases/cases.ts";
import { takeTurns } from "./measure/take-turns.ts";
import { isNodePeer, nodePeers, type Peer, pythonPeers, SELF } from "./peers/peers.ts";
import { COLUMNS, formatRow, type FormattedRow, withoutPaths } from "./report/format-row.ts";
import { resultsPage } from "./report/results-page.ts";
import { rowsOf } from "./report/rounds.ts";

interface Options {
  readonly case?: readonly string[];
  readonly peer?: readonly string[];
  readonly rounds: number;
  readonly budget: number;
  readonly timeout: number;
  readonly python?: string | true;
  readonly quick?: true;
  readonly write?: true;
}

const program = new Command("benchmarks")
  .description("Measures this project and its peers in turns, each in a fresh process, on the same data.")
  .option("--case <names...>", "only the cases whose names begin so")
  .option("--peer <names...>", "only these peers, and this project")
  .option("--rounds <count>", "how often each peer takes its turn", positive, 3)
  .option("--budget <ms>", "steps are measured for so long in each turn", positive, 1500)
  .option("--timeout <s>", "a turn that takes longer is ended", positive, 120)
  .option("--python [path]", "also PyTorch and JAX of this Python (default: python3)")
  .option("--quick", "one round of short turns, the small products only")
  .option("--write", "write the results to RESULTS.md");

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Expected a whole number ≥ 1.");
}

/** The peers that were asked for, this project first. */
function chosenPeers({ peer, python }: Options): readonly Peer[] {
  const known: readonly Peer[] = [...Object.keys(nodePeers).filter(isNodePeer), ...pythonPeers];
  const unknown = peer?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) program.error(`There is no peer ${unknown}. Known are: ${known.join(", ")}.`);
  const wanted = known.filter((one) => peer?.includes(one) ?? (isNodePeer(one) || python !== undefined));
  return [SELF, ...wanted.filter((one) => one !== SELF)];
}

const options = program.parse().opts<Options>();
const { quick = false } = options;
const [rounds, effort] = quick
  ? [1, { budget: 300, timeout: Math.min(options.timeout, 20) * 1000 }]
  : [options.rounds, { budget: options.budget, timeout: options.timeout * 1000 }];
const chosen = cases.filter(({ name }) =>
  options.case ? options.case.some((start) => name.startsWith(start)) : !quick || !/^gemm-\d{4}/.test(name),
);
if (chosen.length === 0) {
  program.error(`No case begins so. There are: ${cases.map(({ name }) => name).join(", ")}.`);
}

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0]?.toFixed(1)} before the run (above 0: shared with other programs)`;
const peers = chosenPeers(options);
const python = typeof options.python === "string" ? options.python : null;
const versions = new Set([`Node ${process.version}`]);
const rows: FormattedRow[] = [];
for (const benchmark of chosen) {
  process.stderr.write(`${benchmark.title} …\n`);
  // oxlint-disable-next-line no-await-in-loop
  const ofCase = rowsOf(benchmark, await takeTurns(benchmark, peers, rounds, effort, python));
  for (const row of ofCase) if ("version" in row) versions.add(`${row.peer} ${row.version}`);
  rows.push(...ofCase.map((row) => formatRow(benchmark.title, row)));
  if (options.write) writeResults();
}

const table = new Table({
  shouldDisableColors: !process.stdout.isTTY,
  columns: COLUMNS.map((name) => ({ name, alignment: "left" })),
});
table.addRows([...rows]);
table.printTable();

/** After every case, so that a run that is ended early leaves what it found. */
function writeResults(): void {
  const file = new URL("../RESULTS.md", import.meta.url);
  const date = new Date().toISOString().slice(0, 10);
  const command = `npm run bench -- ${withoutPaths(process.argv.slice(2).join(" "))}`;
  writeFileSync(file, resultsPage({ date, machine, versions: [...versions], rounds, command }, rows));
}
