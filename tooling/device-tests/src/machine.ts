/** What a finder may ask of the machine it runs on. Tests give one that they made up. */
export interface Machine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  exists(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** Runs a command to its end, or to the end of its time. It never throws. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Outcome>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take. Default: 20. */
  readonly seconds?: number;
}

export interface Outcome {
  /** The exit status; absent where it did not start, was killed, or had no time left. */
  readonly code?: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The last line that says something. */
export function lastLine(text: string): string | undefined {
  return text
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => line !== "");
}
