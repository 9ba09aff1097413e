"use strict";

// `npm test`: every gate, and last a line `N passed, N failed`. Arguments name gates: `npm test -- unit lint`.

const { checkNode } = require("./check-node.cjs");
checkNode();
// Only now: an old Node could not load these.
const { install } = require("./install.cjs");
const { deviceResults, failedGates, forgetResults, unitResults } = require("./gate-results.cjs");
const { runCommand } = require("./run-command.cjs");

const allGates = ["types", "lint", "format", "unit", "devices", "package", "unused"];

async function test() {
  const gates = process.argv.length > 2 ? process.argv.slice(2) : allGates;
  await install();
  forgetResults();
  console.log("Gates: " + gates.join(", ") + ".");
  const turbo = await runCommand(
    "turbo",
    ["run"].concat(gates, ["--continue=dependencies-successful", "--summarize", "--log-order=grouped"]),
  );

  const none = { passed: 0, failed: 0, lines: [] };
  const unit = gates.includes("unit") ? unitResults() : none;
  const devices = gates.includes("devices") ? deviceResults() : none;
  // These are counted by their tests.
  const others = failedGates().filter((gate) => gate !== "unit" && gate !== "devices");
  console.log("");
  devices.lines.forEach((line) => console.log(line));
  if (others.length > 0) console.log("Gates that failed: " + others.join(", ") + ".");
  // A failed gate counts as a failure, so that the line never says 0 when something is wrong.
  const failed = Math.max(unit.failed + devices.failed + others.length, turbo.code === 0 ? 0 : 1);
  console.log(unit.passed + devices.passed + " passed, " + failed + " failed");
  process.exitCode = failed === 0 ? 0 : 1;
}

test().catch(function (error) {
  console.error(error);
  process.exitCode = 1;
});
