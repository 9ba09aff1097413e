import { openProgressBar, type ProgressBar, printLine } from "#terminal";
import type { Callback, LogValues, TrainParams } from "./callback.ts";

/** At most so often are values read from the device to be shown, in milliseconds. */
const SHOW_EVERY = 250;

/** Shows how far an epoch is and how well it goes: a bar in a terminal, else a line per epoch. */
export class Progress implements Callback {
  #params: TrainParams = { epochs: 1, initialEpoch: 0, steps: 1, samples: 1, verbose: 1 };
  #bar: ProgressBar | null = null;
  #epoch = 0;
  #began = 0;
  #shown = 0;

  onTrainBegin(params: TrainParams): void {
    this.#params = params;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
    this.#began = performance.now();
    this.#shown = this.#began;
    if (this.#params.verbose === 1) this.#bar = openProgressBar(this.#title(), this.#params.steps ?? 0);
  }

  async onTrainBatchEnd(batch: number, readLogs: () => Promise<LogValues>): Promise<void> {
    const now = performance.now();
    if (this.#bar === null || now - this.#shown < SHOW_EVERY) return;
    this.#shown = now;
    this.#bar.update(batch + 1, formatLogs(await readLogs()));
  }

  onEpochEnd(_epoch: number, logs: LogValues): void {
    if (this.#bar) {
      this.#bar.update(this.#params.steps ?? 0, formatLogs(logs));
      this.#bar.stop();
      this.#bar = null;
      return;
    }
    const seconds = (performance.now() - this.#began) / 1000;
    printLine(`${this.#title()} ${formatLogs(logs)} (${seconds.toFixed(1)} s)`);
  }

  /** Leaves the terminal in order, however training ended. */
  onTrainEnd(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  #title(): string {
    return `Epoch ${this.#epoch + 1}/${this.#params.epochs}`;
  }
}

function formatLogs(logs: LogValues): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatValue(value)}`)
    .join("  ");
}

function formatValue(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? value.toExponential(3)
    : value.toFixed(4);
}
