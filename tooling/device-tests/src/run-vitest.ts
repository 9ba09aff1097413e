import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runBounded } from "./run-bounded.ts";

export interface VitestRun {
  readonly root: string;
  readonly suite: string;
  /** Names of files and options of Vitest's own. */
  readonly rest: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly minutes: number;
}

/** Runs a suite. @returns the exit status of Vitest, unless its time was over, and its report, if it came so far. */
export async function runVitest({
  root,
  suite,
  rest,
  env,
  minutes,
}: VitestRun): Promise<{ code?: number; report?: string }> {
  const reportFile = join(root, ".reports", `device-${suite}.json`);
  rmSync(reportFile, { force: true });
  const code = await runBounded({
    args: [
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
    ],
    cwd: root,
    env,
    limitSeconds: minutes * 60,
  });
  return {
    ...(code !== undefined && { code }),
    ...(existsSync(reportFile) && { report: readFileSync(reportFile, "utf8") }),
  };
}
