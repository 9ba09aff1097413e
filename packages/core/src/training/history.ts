import type { Callback, LogValues } from "./callback.ts";

/** What `fit` returns: the logs of every epoch, by name. */
export class History implements Callback {
  /** One value per epoch: `history.loss[0]` is the first epoch's. */
  readonly history: Record<string, number[]> = {};
  /** The epochs that were run, counted from 0. */
  readonly epoch: number[] = [];

  onEpochEnd(epoch: number, logs: LogValues): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      (this.history[name] ??= []).push(value);
    }
  }

  /** The epochs so far. JSON has no NaN and no infinities: they are text. */
  memory(): HistoryMemory {
    const history = Object.entries(this.history).map(([name, values]) => [name, values.map(String)]);
    return { epoch: [...this.epoch], history: Object.fromEntries(history) as HistoryMemory["history"] };
  }

  /** A run that goes on has the epochs from before. */
  remember(memory: unknown): void {
    const { epoch, history } = memory as HistoryMemory;
    this.epoch.splice(0, Infinity, ...epoch);
    for (const [name, values] of Object.entries(history)) this.history[name] = values.map(Number);
  }
}

interface HistoryMemory {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly string[]>>;
}
