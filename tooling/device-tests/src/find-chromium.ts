import { delimiter, join } from "node:path";
import type { Absent } from "./finding.ts";
import { installPackages } from "./install-packages.ts";
import type { Machine } from "./machine.ts";

export interface Chromium {
  /** The program. */
  readonly path: string;
}

/** What the browser is called on the `PATH`, the likeliest first. */
const COMMANDS = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];

const INSTALLED: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

/**
 * Finds Chromium, or installs it: the environment variable `CHROMIUM`, Playwright's own, one of the system, Debian's.
 *
 * @param playwrights - where Playwright would have its own.
 */
export async function findChromium(machine: Machine, playwrights: string): Promise<Chromium | Absent> {
  const named = machine.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    const works = await starts(machine, named);
    return works ? { path: named } : { absent: `CHROMIUM is ${named}, which does not start` };
  }

  const found = await firstThatStarts(machine, [playwrights, ...systemPaths(machine)]);
  if (found !== undefined) return { path: found };

  const problem = await installPackages(machine, ["chromium"]);
  const installed = problem === undefined ? await firstThatStarts(machine, systemPaths(machine)) : undefined;
  if (installed !== undefined) return { path: installed };
  return { absent: `no Chromium or Chrome is found, and ${problem ?? "the installed one does not start"}` };
}

function systemPaths({ platform, env }: Machine): readonly string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...(INSTALLED[platform] ?? [])];
}

async function firstThatStarts(machine: Machine, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await starts(machine, path)) return path;
  return undefined;
}

/** On Ubuntu a program of that name may only say where to get it. On Windows asking would open a window. */
async function starts(machine: Machine, path: string): Promise<boolean> {
  if (!machine.exists(path)) return false;
  if (machine.platform === "win32") return true;
  const { code } = await machine.run(path, ["--version"]);
  return code === 0;
}
