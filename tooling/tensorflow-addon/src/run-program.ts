import { spawnSync } from "node:child_process";
import { AddonUnavailableError } from "./addon-unavailable-error.ts";

/**
 * Runs a program to its end. What it prints goes to standard error, but for what is returned.
 *
 * @throws AddonUnavailableError with `purpose` and the last line that the program printed.
 */
export function runProgram(
  purpose: string,
  program: string,
  args: readonly string[],
  folder?: string,
): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined)
    throw new AddonUnavailableError(`${purpose}: ${program} cannot be run (${error.message})`);
  if (status === 0) return stdout;
  const said = `${stdout}\n${stderr}`.split("\n").filter((line) => /error|not /i.test(line));
  throw new AddonUnavailableError(`${purpose}: ${(said.at(-1) ?? `${program} ended with ${status}`).trim()}`);
}

/** Whether a program is there. */
export function hasProgram(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}
