import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseSuites } from "./choose-suites.ts";
import { deviceFinder } from "./find-devices.ts";
import { runVitest } from "./run-vitest.ts";
import { countRun, type SuiteResult, suiteLine } from "./suite-result.ts";
import { type Suite, suiteFiles } from "./suites.ts";
import { THIS_MACHINE } from "./this-machine.ts";

// `npm run devices`: runs the tests that need a browser or a device, on what it finds.
// `npm run devices -- dawn gather -t "jit"`: one suite, and what Vitest is to choose from it.

const MINUTES = 15;
const root = join(import.meta.dirname, "../../..");
const find = deviceFinder(THIS_MACHINE, root);
const { suites, rest } = chooseSuites(process.argv.slice(2));
let interrupted = false;
process.once("SIGINT", () => (interrupted = true));

async function runSuite(suite: Suite): Promise<SuiteResult> {
  if (interrupted) return { absent: "interrupted" };
  if (suiteFiles(root, suite).length === 0) return { absent: "it has no tests" };
  const found = await find(suite.name);
  if ("absent" in found) return found;
  const { device, env } = found;
  console.log(`device suite ${suite.name}: running on ${device}`);
  const ending = await runVitest({ root, suite: suite.name, rest, env, minutes: MINUTES });
  return countRun({ ...ending, device, minutes: MINUTES });
}

const results: { line: string; passed: number; failed: number }[] = [];
for (const suite of suites) {
  const result = await runSuite(suite);
  const { passed, failed } = "absent" in result ? { passed: 0, failed: 0 } : result;
  results.push({ line: suiteLine(suite.name, result), passed, failed });
}

mkdirSync(join(root, ".reports"), { recursive: true });
writeFileSync(join(root, ".reports/devices.json"), JSON.stringify(results));
console.log(results.map(({ line }) => line).join("\n"));
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
