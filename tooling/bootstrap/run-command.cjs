"use strict";

const childProcess = require("node:child_process");
const path = require("node:path");

const root = path.join(__dirname, "../..");

/**
 * Runs a command in the root of the repository and shows what it prints.
 * Resolves to `{ code, output }`; `output` is empty where the command keeps the terminal (`capture: false`).
 */
function runCommand(command, args, options) {
  const capture = options !== undefined && options.capture === true;
  const bin = path.join(root, "node_modules", ".bin");
  const env = Object.assign({}, process.env, {
    PATH: bin + path.delimiter + process.env.PATH,
    TURBO_TELEMETRY_DISABLED: "1",
    // Without a network, npm would try for more than a minute before it says so.
    npm_config_fetch_retry_mintimeout: "1000",
    npm_config_fetch_retry_maxtimeout: "5000",
  });
  return new Promise(function (resolve, reject) {
    const child = childProcess.spawn(command, args, {
      cwd: root,
      env: env,
      shell: process.platform === "win32",
      stdio: capture ? ["inherit", "pipe", "pipe"] : "inherit",
    });
    let output = "";
    if (capture) {
      child.stdout.on("data", function (chunk) {
        output += chunk;
        process.stdout.write(chunk);
      });
      child.stderr.on("data", function (chunk) {
        output += chunk;
        process.stderr.write(chunk);
      });
    }
    process.on("SIGINT", leaveItToTheChild);
    child.on("error", reject);
    child.on("close", function (code, signal) {
      process.removeListener("SIGINT", leaveItToTheChild);
      resolve({ code: code === null ? (signal === "SIGINT" ? 130 : 1) : code, output: output });
    });
  });
}

// Ctrl-C reaches the child as well, which decides when to stop.
function leaveItToTheChild() {}

module.exports = { root, runCommand };
