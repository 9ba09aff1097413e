import { buildProgram } from "@elegy/device-tests/build-program";
import { launchChromium } from "@elegy/device-tests/launch-chromium";
import { runInPage } from "@elegy/device-tests/run-in-page";
import { Command } from "commander";
import { Table } from "console-table-printer";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { trainCases } from "../cases/train-cases.ts";
import { positive } from "../command/positive.ts";
import { machineText } from "../measure/machine-text.ts";
import { withoutPaths } from "../report/format-row.ts";
import { markdownTable } from "../report/markdown-table.ts";
import { withSection } from "../report/sections.ts";
import type { FirstStep } from "./first-step.ts";
import { COLUMNS, formatFirstStep, type FirstStepRow } from "./format-first-step.ts";
import { inNode } from "./in-node.ts";

interface Options {
  readonly case?: readonly string[];
  readonly rounds: number;
  readonly budget: number;
  readonly browser: boolean;
  readonly write?: true;
}

/** Runs one case in a fresh process or browser. */
interface Place {
  readonly name: string;
  readonly version: string;
  run(argument: string): Promise<FirstStep>;
}

const program = new Command("first-step")
  .description("Measures tracing, compilation and the first step of training, each in a fresh process.")
  .option("--case <names...>", "only the cases whose names begin so")
  .option("--rounds <count>", "how often each case is measured", positive, 3)
  .option("--budget <ms>", "warm steps are measured for so long", positive, 1500)
  .option("--no-browser", "not in Chromium, only in Node")
  .option("--write", "write the results to RESULTS.md");

const options = program.parse().opts<Options>();
const chosen = trainCases.filter(({ name }) => options.case?.some((start) => name.startsWith(start)) ?? true);
if (chosen.length === 0) {
  program.error(`No case begins so. There are: ${trainCases.map(({ name }) => name).join(", ")}.`);
}
const machine = machineText();
const built = await buildProgram(fileURLToPath(new URL("page.ts", import.meta.url)));
const node = inNode(built);
const places: Place[] = [{ ...node, name: "Node", version: process.versions.node }];
if (options.browser) {
  const found = await launchChromium();
  if ("absent" in found) process.stderr.write(`There is no Chromium: ${found.absent}.\n`);
  else {
    places.push({ name: "Chromium", version: found.version(), run: inChromium });
    await found.close();
  }
}

async function inChromium(argument: string): Promise<FirstStep> {
  const browser = await launchChromium();
  if ("absent" in browser) throw new Error(browser.absent);
  const { result } = await runInPage(await browser.newContext(), built, { isolated: true, argument });
  await browser.close();
  // What the program gives.
  return result as FirstStep;
}

/** One after the other: two processes at once would measure each other. */
async function roundsOf(place: Place, name: string): Promise<readonly FirstStep[]> {
  const rounds: FirstStep[] = [];
  for (let i = 0; i < options.rounds; i++) rounds.push(await place.run(`${name} ${options.budget}`));
  return rounds;
}

const rows: FirstStepRow[] = [];
for (const { name, title } of chosen) {
  for (const place of places) {
    process.stderr.write(`${title}, ${place.name} …\n`);
    rows.push(formatFirstStep(title, place.name, place.version, await roundsOf(place, name)));
  }
}
node.dispose();

const table = new Table({
  shouldDisableColors: !process.stdout.isTTY,
  columns: COLUMNS.map((name) => ({ name, alignment: "left" })),
});
table.addRows(rows);
table.printTable();

if (options.write) {
  const file = new URL("../../RESULTS.md", import.meta.url);
  writeFileSync(file, withSection(readFileSync(file, "utf8"), "firstStep", section()));
}

function section(): string {
  const command = `npm run bench:first-step -- ${withoutPaths(process.argv.slice(2).join(" "))}`;
  return `Written by \`${command}\`; do not edit.

- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${machine}
- Rounds: ${options.rounds}, each in a fresh process or browser, the program built by Vite; medians

\`compilation\` is the sum of the columns before it: tracing and differentiating, the passes over the graph, the backend's plan and code, and what the engine does at once with the module; \`fastest\` is the same in the best of the rounds, which other programs disturbed least. \`rest in warm steps\` is what remains of the first step without compilation, by a step when all is warm: it holds what the engine compiles when a function is first called, and the code of its baseline tier. Parameters are made before, and do not count. Where other programs share the machine, times are longer than they need be: compare columns.

${markdownTable(COLUMNS, rows)}`;
}
