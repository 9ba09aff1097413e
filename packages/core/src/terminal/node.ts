import cliProgress from "cli-progress";
import type { LiveText, ProgressBar } from "./progress-bar.ts";

export type { LiveText, ProgressBar } from "./progress-bar.ts";

/**
 * A bar on standard error; `null` where that is no terminal.
 *
 * @param total `null` where nobody knows.
 */
export function openProgressBar(title: string, total: number | null): ProgressBar | null {
  if (!process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar({
    format: total === null ? `${title} {value}  {note}` : `${title} [{bar}] {value}/{total}  {note}`,
    barCompleteChar: "━",
    barIncompleteChar: " ",
    hideCursor: true,
    barsize: 24,
    // The cursor comes back when a signal ends the process.
    gracefulExit: true,
  });
  bar.start(total ?? 0, 0, { note: "" });
  return {
    update: (done, note) => bar.update(done, { note }),
    stop: () => bar.stop(),
  };
}

/** Text on standard error that is drawn again in its place; `null` where that is no terminal. */
export function openLiveText(): LiveText | null {
  if (!process.stderr.isTTY) return null;
  let lines = 0;
  return {
    show(text) {
      // Up to the first line, and clear what is below.
      const back = lines === 0 ? "" : `\u001B[${lines}A\u001B[0J`;
      process.stderr.write(`${back}${text}\n`);
      lines = text.split("\n").length;
    },
    stop() {
      lines = 0;
    },
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
