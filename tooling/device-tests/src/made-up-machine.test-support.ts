import type { Machine, Outcome, RunOptions } from "./machine.ts";

export interface MadeUp {
  readonly platform?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isRoot?: boolean;
  /** The paths of its files. */
  readonly files?: readonly string[];
  /** Answers to commands; undefined where there is no such program. */
  readonly run?: (line: string, options: RunOptions, files: Set<string>) => Partial<Outcome> | undefined;
}

/** A machine of which all is said, and the command lines that were run on it. */
export function madeUpMachine(machine: MadeUp): Machine & { readonly ran: readonly string[] } {
  const { platform = "linux", env = {}, isRoot = false, run = () => undefined } = machine;
  const files = new Set(machine.files);
  const ran: string[] = [];
  return {
    platform,
    env,
    isRoot,
    ran,
    exists: (path) => files.has(path),
    list: (folder) =>
      [...files]
        .filter((file) => file.startsWith(`${folder}/`))
        .map((file) => file.slice(folder.length + 1))
        .filter((name) => !name.includes("/")),
    run(command, args, options = {}) {
      const line = [command, ...args].join(" ");
      ran.push(line);
      return Promise.resolve({ stdout: "", stderr: "", ...run(line, options, files) });
    },
  };
}
