import { type LiveText, openLiveText, openProgressBar, type ProgressBar, printLine } from "#terminal";
import type { Callback, LogValues, ReadLogs, TrainParams } from "./callback.ts";
import { formatLogs } from "./format-logs.ts";
import { Pace } from "./pace.ts";

/** At most so often are values read from the device to be shown, in milliseconds. */
export const SHOW_EVERY = 250;

/** Shows how far an epoch is and how well it goes, in the manner that `verbose` says. */
export class FitProgress implements Callback {
  #params: TrainParams = { epochs: 1, initialEpoch: 0, steps: 1, samples: 1, verbose: 1 };
  #bar: ProgressBar | null = null;
  #table: LiveText | null = null;
  #pace = new Pace(null, null);
  #epoch = 0;
  #shown = 0;
  /** Steps of this epoch, of which the first of a run that goes on is not batch 0. */
  #done = 0;

  onTrainBegin(params: TrainParams): void {
    this.#params = params;
  }

  onEpochBegin(epoch: number): void {
    const { steps, samples, verbose } = this.#params;
    this.#epoch = epoch;
    this.#done = 0;
    this.#shown = performance.now();
    this.#pace = new Pace(steps, samples);
    if (verbose === 1) this.#bar = openProgressBar(this.#title(), steps);
    if (verbose === 3) this.#table = openLiveText();
  }

  async onTrainBatchEnd(batch: number, readLogs: ReadLogs): Promise<void> {
    this.#done += 1;
    const now = performance.now();
    if ((this.#bar === null && this.#table === null) || now - this.#shown < SHOW_EVERY) return;
    this.#shown = now;
    const logs = await readLogs();
    const pace = this.#pace.text(this.#done);
    this.#bar?.update(batch + 1, `${pace}  ${formatLogs(logs)}`);
    this.#table?.show(await logsTable(`${this.#title()}, step ${batch + 1}, ${pace}`, logs));
  }

  async onEpochEnd(_epoch: number, logs: LogValues): Promise<void> {
    const { steps, verbose } = this.#params;
    if (this.#bar) {
      const note = [this.#pace.text(this.#done), formatLogs(logs)].filter((part) => part !== "").join("  ");
      this.#bar.update(steps ?? this.#done, note);
    } else if (verbose >= 3) {
      const table = await logsTable(`${this.#title()}, ${this.#pace.seconds.toFixed(1)} s`, logs);
      if (this.#table) this.#table.show(table);
      else printLine(table);
    } else {
      printLine(`${this.#title()} ${formatLogs(logs)} (${this.#pace.seconds.toFixed(1)} s)`);
    }
    this.#stop();
  }

  /** Leaves the terminal in order, however training ended. */
  onTrainEnd(): void {
    this.#stop();
  }

  #stop(): void {
    this.#bar?.stop();
    this.#table?.stop();
    [this.#bar, this.#table] = [null, null];
  }

  #title(): string {
    return `Epoch ${this.#epoch + 1}/${this.#params.epochs}`;
  }
}

/** Imported when a table is to be shown: tables are a large part of a page that shows none. */
async function logsTable(title: string, logs: LogValues): Promise<string> {
  const { formatLogsTable } = await import("./format-logs-table.ts");
  return formatLogsTable(title, logs);
}
