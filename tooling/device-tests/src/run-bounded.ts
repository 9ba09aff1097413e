import { type ChildProcess, spawn } from "node:child_process";

export interface BoundedRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitSeconds: number;
  /** How long it may take to end by itself, once asked. Default: 15. */
  readonly graceSeconds?: number;
}

/**
 * Runs a program of Node, which keeps the terminal, and ends it with all that it started where its time is over or
 * someone interrupts.
 *
 * @returns its exit status; nothing where it was ended.
 */
export function runBounded({
  args,
  cwd,
  env,
  limitSeconds,
  graceSeconds = 15,
}: BoundedRun): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      // A group of its own, so that all of it can be ended.
      detached: process.platform !== "win32",
    });
    let stopped = false;
    let last: NodeJS.Timeout | undefined;
    const stop = () => {
      stopped = true;
      signal(child, "SIGTERM");
      last ??= setTimeout(() => signal(child, "SIGKILL"), graceSeconds * 1000);
    };
    const limit = setTimeout(stop, limitSeconds * 1000);
    process.once("SIGINT", stop).once("SIGTERM", stop);
    const end = (code: number | null) => {
      clearTimeout(limit);
      clearTimeout(last);
      process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
      // What it left behind, if anything.
      signal(child, "SIGKILL");
      resolve(stopped || code === null ? undefined : code);
    };
    child.on("error", () => end(null));
    child.on("exit", end);
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
