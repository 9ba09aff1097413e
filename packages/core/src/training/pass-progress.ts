import { openProgressBar, type ProgressBar, printLine } from "#terminal";
import type { Callback, LogValues, Verbosity } from "./callback.ts";
import { SHOW_EVERY } from "./fit-progress.ts";
import { formatLogs } from "./format-logs.ts";
import { Pace } from "./pace.ts";

/** Shows how far `evaluate` or `predict` is: a bar, once they take a while, or a line at the end. */
export class PassProgress implements Callback {
  readonly #title: string;
  readonly #steps: number | null;
  readonly #pace: Pace;
  readonly #verbose: Verbosity;
  #bar: ProgressBar | null = null;
  #shown = performance.now();

  constructor(
    title: string,
    { steps, samples }: { readonly steps: number | null; readonly samples: number | null },
    verbose: Verbosity,
  ) {
    this.#title = title;
    this.#steps = steps;
    this.#pace = new Pace(steps, samples);
    this.#verbose = verbose;
  }

  onTestBatchEnd(batch: number): void {
    this.#update(batch + 1);
  }

  onPredictBatchEnd(batch: number): void {
    this.#update(batch + 1);
  }

  onTestEnd(logs: LogValues): void {
    this.#end(formatLogs(logs));
  }

  onPredictEnd(): void {
    this.#end("");
  }

  #update(done: number): void {
    const now = performance.now();
    if (this.#verbose !== 1 || now - this.#shown < SHOW_EVERY) return;
    this.#shown = now;
    this.#bar ??= openProgressBar(this.#title, this.#steps);
    this.#bar?.update(done, this.#pace.text(done));
  }

  /** Leaves the terminal in order, however the pass ended. */
  close(): void {
    this.#bar?.stop();
    this.#bar = null;
  }

  #end(text: string): void {
    this.close();
    if (this.#verbose > 1) printLine(`${this.#title} ${text} (${this.#pace.seconds.toFixed(1)} s)`);
  }
}
