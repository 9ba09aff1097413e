"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./run-command.cjs");

const report = path.join(root, ".reports", "unit.json");
const runs = path.join(root, ".turbo", "runs");

/** Removes what earlier runs left, so that only this run is counted. */
function forgetResults() {
  fs.rmSync(report, { force: true });
  fs.rmSync(runs, { recursive: true, force: true });
}

/** `{ passed, failed }` of the unit tests; a file that could not be run at all counts as one failure. */
function unitResults() {
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(fs.readFileSync(report, "utf8"));
  const broken = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** The names of the gates that failed or never ran, as turbo's summary has them. */
function failedGates() {
  if (!fs.existsSync(runs)) return ["turbo"];
  return fs
    .readdirSync(runs)
    .flatMap((file) => JSON.parse(fs.readFileSync(path.join(runs, file), "utf8")).tasks)
    .filter((task) => task.cache.status !== "HIT" && (!task.execution || task.execution.exitCode !== 0))
    .map((task) => task.taskId.replace("//#", ""));
}

module.exports = { failedGates, forgetResults, unitResults };
