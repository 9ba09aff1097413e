"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { root, runCommand } = require("./run-command.cjs");

const stampFile = path.join(root, "node_modules", ".elegy-installed");
const networkFailure =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_TARBALL_FETCH|dns error|error sending request/i;

/** Installs the dependencies in the versions of the lockfile, unless that has been done for this lockfile. */
async function install() {
  const stamp = currentStamp();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === stamp) {
    console.log("Dependencies: up to date.");
    return;
  }
  const pnpm = require("../../package.json").packageManager;
  console.log("Dependencies: installing with " + pnpm + " …");
  const result = await runCommand("npx", ["--yes", pnpm, "install", "--frozen-lockfile"], { capture: true });
  if (result.code === 0) {
    fs.writeFileSync(stampFile, stamp);
    return;
  }
  console.error("");
  if (networkFailure.test(result.output)) {
    console.error("The dependencies could not be downloaded: the npm registry cannot be reached from here.");
    console.error("Check the network (and `npm config get registry`, `proxy`), then run the command again.");
  } else {
    console.error(
      "Installing the dependencies failed; what it said is above. To start afresh, remove node_modules.",
    );
  }
  process.exit(1);
}

/** What an installation depends on: the lockfile and, for native packages, the platform. */
function currentStamp() {
  const lockfile = fs.readFileSync(path.join(root, "pnpm-lock.yaml"));
  const hash = crypto.createHash("sha256").update(lockfile).digest("hex");
  return hash + " " + process.platform + "-" + process.arch + "\n";
}

module.exports = { install };
