import type { Callback, LogValues } from "./callback.ts";

/**
 * What `fit` returns: the logs of every epoch, by name.
 *
 * @example
 * ```ts
 * const history = new History();
 * history.onEpochEnd(0, { loss: 0.5 });
 * history.onEpochEnd(1, { loss: 0.25, val_loss: 0.3 });
 * history.history.loss; // => [0.5,0.25]
 * history.epochOf.val_loss; // => [1]
 * ```
 */
export class History implements Callback {
  /** One value per epoch: `history.loss[0]` is the first epoch's. */
  readonly history: Record<string, number[]> = {};
  /** The epochs that were run, counted from 0. */
  readonly epoch: number[] = [];
  /** The epoch of each value of `history`: validation may come every other epoch. */
  readonly epochOf: Record<string, number[]> = {};

  onEpochEnd(epoch: number, logs: LogValues): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      (this.history[name] ??= []).push(value);
      (this.epochOf[name] ??= []).push(epoch);
    }
  }

  /** The epochs so far. JSON has no NaN and no infinities: they are text. */
  memory(): HistoryMemory {
    const history = Object.entries(this.history).map(([name, values]) => [name, values.map(String)] as const);
    return {
      epoch: [...this.epoch],
      history: Object.fromEntries(history),
      epochOf: Object.fromEntries(Object.entries(this.epochOf).map(([name, epochs]) => [name, [...epochs]])),
    };
  }

  /** A run that goes on has the epochs from before. */
  remember(memory: unknown): void {
    // What `memory` gave: this class has no other.
    const { epoch, history, epochOf } = memory as HistoryMemory;
    this.epoch.splice(0, Infinity, ...epoch);
    for (const [name, values] of Object.entries(history)) this.history[name] = values.map(Number);
    for (const [name, epochs] of Object.entries(epochOf)) this.epochOf[name] = [...epochs];
  }
}

interface HistoryMemory {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly epochOf: Readonly<Record<string, readonly number[]>>;
}
