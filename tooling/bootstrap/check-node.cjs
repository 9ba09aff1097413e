"use strict";

// Runs on whatever Node is installed, however old: no syntax newer than 2015 here and in what loads it.

/** Ends the process with advice where this Node is older than `engines.node` of the root package. */
function checkNode() {
  const required = /(\d+)\.(\d+)/.exec(require("../../package.json").engines.node);
  const minimum = [Number(required[1]), Number(required[2])];
  const running = process.versions.node.split(".").map(Number);
  if (running[0] > minimum[0] || (running[0] === minimum[0] && running[1] >= minimum[1])) return;

  console.error(
    "Elegy needs Node " + minimum.join(".") + " or newer; this is Node " + process.versions.node + ".",
  );
  console.error(
    "Install a current Node from https://nodejs.org (or `nvm install --lts`) and run the command again.",
  );
  process.exit(1);
}

module.exports = { checkNode };
