import type { LogValues, TrainParams } from "../training/callback.ts";
import { monitorDirection, type MonitorMode } from "./monitor-direction.ts";
import { MonitorMissingError } from "./monitor-missing-error.ts";
import { requireNumber } from "./require-number.ts";

/** Which value a callback looks at, and when it is better than another. */
export interface MonitorOptions {
  /** A name among the logs of an epoch. Default `"val_loss"`. */
  readonly monitor?: string;
  /** Whether less or more is better. Default `"auto"`: as the name says. */
  readonly mode?: MonitorMode;
  /** A value must be better by more than this, ≥ 0. */
  readonly minDelta?: number;
}

/** Reads one value out of the logs and compares it: shared by the callbacks that watch a value. */
export class Monitor {
  readonly name: string;
  /** The best value so far; at first one that any other is better than. */
  best: number;
  readonly #operation: string;
  readonly #worst: number;
  readonly #minDelta: number;
  #epochs = Infinity;
  #came = false;

  constructor(operation: string, { monitor = "val_loss", mode = "auto", minDelta = 0 }: MonitorOptions) {
    this.#operation = operation;
    this.name = monitor;
    this.#worst = monitorDirection(operation, monitor, mode) === "min" ? Infinity : -Infinity;
    this.best = this.#worst;
    this.#minDelta = requireNumber(operation, "minDelta", minDelta, "a number ≥ 0", (delta) => delta >= 0);
  }

  /** Forgets the run before. */
  reset(threshold: number = this.#worst): void {
    this.best = threshold;
    this.#came = false;
  }

  /** Goes on with the best value of a run that was cut off. */
  remember(best: number): void {
    this.best = best;
    this.#came = best !== this.#worst;
  }

  /** How many epochs the run has, after which a value must have come. */
  begin({ epochs }: TrainParams): void {
    this.#epochs = epochs;
  }

  /**
   * The value of an epoch; `null` if it is one of validation and this epoch was not validated.
   *
   * @throws MonitorMissingError if there is no such value, or all epochs went by without.
   */
  read(epoch: number, logs: LogValues): number | null {
    const value = logs[this.name];
    if (value !== undefined) {
      this.#came = true;
      return value;
    }
    const names = Object.keys(logs);
    const unvalidated = this.name.startsWith("val_") && !names.some((name) => name.startsWith("val_"));
    const inVain = epoch + 1 >= this.#epochs && !this.#came;
    if (unvalidated && !inVain) return null;
    throw new MonitorMissingError(this.#operation, this.name, names);
  }

  /** `false` for a `NaN`. */
  improves(value: number, reference: number = this.best): boolean {
    return this.#worst === Infinity ? value < reference - this.#minDelta : value > reference + this.#minDelta;
  }
}
