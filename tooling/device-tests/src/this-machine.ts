import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import type { Machine, Outcome, RunOptions } from "./machine.ts";

/** The machine that this process runs on. */
export const THIS_MACHINE: Machine = {
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  run,
};

function run(
  command: string,
  args: readonly string[],
  { env = {}, seconds = 20 }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1000,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.on("error", ({ message }) => resolve({ stdout, stderr: message }));
    // Not "close": a grandchild that holds the pipes open must not keep us.
    child.on("exit", (code) =>
      setImmediate(() => resolve({ ...(code !== null && { code }), stdout, stderr })),
    );
  });
}
