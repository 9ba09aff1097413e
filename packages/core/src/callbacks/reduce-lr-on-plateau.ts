import { printLine } from "#terminal";
import type { Callback, CallbackModel, LogValues, TrainParams } from "../training/callback.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { type CallbackVerbosity, requireVerbosity } from "./callback-verbosity.ts";
import { readLearningRate, writeLearningRate } from "./learning-rate.ts";
import { memoryOf } from "./memory-of.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";
import { requireNumber } from "./require-number.ts";

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** A value must be better by more than this, ≥ 0. Default 1e-4. */
  readonly minDelta?: number;
  /** What the learning rate is multiplied with, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Reduce when so many epochs in a row were no better. Default 10. */
  readonly patience?: number;
  /** Epochs after a reduction that do not count. Default 0. */
  readonly cooldown?: number;
  /** The least learning rate. Default 0. */
  readonly minLr?: number;
  /** 1: say so when the rate is reduced. Default 0. */
  readonly verbose?: CallbackVerbosity;
}

const OPTIONS: Readonly<Record<keyof ReduceLROnPlateauOptions, true>> = {
  monitor: true,
  mode: true,
  minDelta: true,
  factor: true,
  patience: true,
  cooldown: true,
  minLr: true,
  verbose: true,
};

/**
 * Reduces the learning rate when a value gets no better, as Keras does.
 *
 * @throws ArgumentInvalidError for a factor that does not reduce, or a name that does not tell the direction.
 * @throws LearningRateFixedError when the time has come, if a schedule decides the rate.
 * @example
 * ```ts
 * const reducing = new callbacks.ReduceLROnPlateau({ monitor: "loss", factor: 0.5, patience: 2, minLr: 1e-5 });
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * await model.fit({ x, y: x, epochs: 5, verbose: 0, callbacks: [reducing] });
 * ```
 */
export class ReduceLROnPlateau implements Callback {
  readonly #monitor: Monitor;
  readonly #factor: number;
  readonly #patience: number;
  readonly #cooldown: number;
  readonly #minLr: number;
  readonly #verbose: CallbackVerbosity;
  #model: CallbackModel | null = null;
  #wait = 0;
  #cooling = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const operation = "ReduceLROnPlateau";
    requireKnownOptions(operation, options, Object.keys(OPTIONS));
    const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0, minDelta = 1e-4 } = options;
    this.#monitor = new Monitor(operation, { ...options, minDelta });
    this.#factor = requireNumber(operation, "factor", factor, "a number in (0, 1)", (f) => f > 0 && f < 1);
    this.#patience = requireCount(operation, "patience", patience, 0);
    this.#cooldown = requireCount(operation, "cooldown", cooldown, 0);
    this.#minLr = requireNumber(operation, "minLr", minLr, "a number ≥ 0", (rate) => rate >= 0);
    this.#verbose = requireVerbosity(operation, options.verbose);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#monitor.reset();
    this.#wait = 0;
    this.#cooling = 0;
  }

  onTrainBegin(params: TrainParams): void {
    this.#monitor.begin(params);
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    const value = this.#monitor.read(epoch, logs);
    if (value === null || this.#model === null) return;
    if (this.#cooling > 0) {
      this.#cooling -= 1;
      this.#wait = 0;
    }
    if (this.#monitor.improves(value)) {
      this.#monitor.best = value;
      this.#wait = 0;
      return;
    }
    if (this.#cooling > 0) return;
    this.#wait += 1;
    if (this.#wait >= this.#patience) await this.#reduce(this.#model, epoch);
  }

  memory(): unknown {
    return { best: this.#monitor.best, wait: this.#wait, cooling: this.#cooling };
  }

  remember(memory: unknown): void {
    const { best, wait, cooling } = memoryOf("ReduceLROnPlateau", memory, {
      best: "number",
      wait: "number",
      cooling: "number",
    });
    this.#monitor.remember(best);
    this.#wait = wait;
    this.#cooling = cooling;
  }

  async #reduce(model: CallbackModel, epoch: number): Promise<void> {
    const rate = await readLearningRate("ReduceLROnPlateau", model);
    if (rate <= this.#minLr) return;
    const reduced = Math.max(rate * this.#factor, this.#minLr);
    writeLearningRate("ReduceLROnPlateau", model, reduced);
    this.#cooling = this.#cooldown;
    this.#wait = 0;
    if (this.#verbose > 0) printLine(`Epoch ${epoch + 1}: the learning rate is reduced to ${reduced}.`);
  }
}
