import type { BuiltProgram } from "@elegy/device-tests/build-program";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { FirstStep } from "./first-step.ts";

/** A program as files, each run of which is a process of its own. */
export interface NodeProgram {
  run(argument: string): Promise<FirstStep>;
  dispose(): void;
}

const MAIN = "main.mjs";

/** The built program, as its users have it: run from TypeScript, names of functions would be kept at a cost. */
export function inNode({ entry, scripts }: BuiltProgram): NodeProgram {
  const folder = mkdtempSync(join(tmpdir(), "first-step-"));
  const main = `import { run } from "./${entry}";
console.log(JSON.stringify(await run(process.argv[2])));
`;
  for (const [name, text] of [...scripts, [MAIN, main]] as const) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return {
    async run(argument) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, MAIN), argument]);
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}
