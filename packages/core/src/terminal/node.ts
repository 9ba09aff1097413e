import cliProgress from "cli-progress";
import type { ProgressBar } from "./progress-bar.ts";

export type { ProgressBar } from "./progress-bar.ts";

/** A bar on standard error; `null` where that is no terminal. */
export function openProgressBar(title: string, total: number): ProgressBar | null {
  if (!process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar({
    format: `${title} [{bar}] {value}/{total}  {note}`,
    barCompleteChar: "━",
    barIncompleteChar: " ",
    hideCursor: true,
    barsize: 24,
    // The cursor comes back when a signal ends the process.
    gracefulExit: true,
  });
  bar.start(total, 0, { note: "" });
  return {
    update: (done, note) => bar.update(done, { note }),
    stop: () => bar.stop(),
  };
}

/** Calls the handler at the first Ctrl-C; the second one ends the process. @returns what takes the handler away. */
export function onInterrupt(handler: () => void): () => void {
  process.once("SIGINT", handler);
  return () => void process.removeListener("SIGINT", handler);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
