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

  memory(): unknown {
    return { history: this.history, epoch: this.epoch, epochOf: this.epochOf };
  }

  remember(memory: unknown): void {
    // What `memory` gave: this class has no other.
    const { history, epoch, epochOf } = memory as Pick<History, "history" | "epoch" | "epochOf">;
    Object.assign(this.history, history);
    Object.assign(this.epochOf, epochOf);
    this.epoch.push(...epoch);
  }
}
