"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { root } = require("./run-command.cjs");

const report = path.join(root, ".reports", "unit.json");
const devicesReport = path.join(root, ".reports", "devices.json");
const runs = path.join(root, ".turbo", "runs");

/** Removes what earlier runs left, so that only this run is counted. */
function forgetResults() {
  fs.rmSync(report, { force: true });
  fs.rmSync(devicesReport, { force: true });
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

/** `{ passed, failed, lines }` of the device suites, a line for each; an absent suite has neither passed nor failed. */
function deviceResults() {
  if (!fs.existsSync(devicesReport)) {
    return { passed: 0, failed: 1, lines: ["The device suites ended before they reported."] };
  }
  const suites = JSON.parse(fs.readFileSync(devicesReport, "utf8"));
  const sum = (count) => suites.reduce((total, suite) => total + suite[count], 0);
  return { passed: sum("passed"), failed: sum("failed"), lines: suites.map((suite) => suite.line) };
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

module.exports = { deviceResults, failedGates, forgetResults, unitResults };
