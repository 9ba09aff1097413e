import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A run of Vitest as a child, with what it starts. */
export interface VitestRun {
  readonly root: string;
  readonly suite: string;
  /** Names of files and options of Vitest's own. */
  readonly rest: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly minutes: number;
}

/** How long Vitest may take to close its browser, once asked. */
const GRACE_SECONDS = 15;

/** Runs a suite. Where its time is over, it is stopped with all that it started. */
export function runVitest({
  root,
  suite,
  rest,
  env,
  minutes,
}: VitestRun): Promise<{ code?: number; report?: string }> {
  const reportFile = join(root, ".reports", `device-${suite}.json`);
  rmSync(reportFile, { force: true });
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--config",
    join(root, "tooling/device-tests/vitest.config.ts"),
    "--project",
    suite,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...rest,
  ];
  return new Promise((resolve) => {
    // A group of its own, so that all of it can be stopped.
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      detached: process.platform !== "win32",
    });
    let stopped = false;
    let last: NodeJS.Timeout | undefined;
    const stop = () => {
      stopped = true;
      signal(child, "SIGTERM");
      last ??= setTimeout(() => signal(child, "SIGKILL"), GRACE_SECONDS * 1000);
    };
    const limit = setTimeout(stop, minutes * 60_000);
    process.once("SIGINT", stop).once("SIGTERM", stop);
    child.on("error", (error) => console.error(error));
    child.on("close", (code) => {
      clearTimeout(limit);
      clearTimeout(last);
      process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
      // What it left behind, if anything.
      signal(child, "SIGKILL");
      resolve({
        ...(!stopped && code !== null && { code }),
        ...(existsSync(reportFile) && { report: readFileSync(reportFile, "utf8") }),
      });
    });
  });
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, name);
  } catch {
    // It has ended.
  }
}
