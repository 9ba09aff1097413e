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

  memory(): unknown {
    return { history: this.history, epoch: this.epoch };
  }

  remember(memory: unknown): void {
    // What `memory` gave: this class has no other.
    const { history, epoch } = memory as Pick<History, "history" | "epoch">;
    for (const [name, values] of Object.entries(history)) this.history[name] = [...values];
    this.epoch.push(...epoch);
  }
}
