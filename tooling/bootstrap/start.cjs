"use strict";

// `npm start`: trains the classifier of apps/mnist. Arguments go to the app: `npm start -- --epochs 3`.

const { checkNode } = require("./check-node.cjs");
checkNode();
// Only now: an old Node could not load these.
const { install } = require("./install.cjs");
const { runCommand } = require("./run-command.cjs");

async function start() {
  await install();
  const result = await runCommand("tsx", ["apps/mnist/src/main.ts"].concat(process.argv.slice(2)));
  process.exitCode = result.code;
}

start().catch(function (error) {
  console.error(error);
  process.exitCode = 1;
});
