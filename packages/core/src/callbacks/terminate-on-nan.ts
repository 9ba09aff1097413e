import { printLine } from "#terminal";
import type { Callback, CallbackModel, LogValues, ReadLogs } from "../training/callback.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { MonitorMissingError } from "./monitor-missing-error.ts";

export interface TerminateOnNaNOptions {
  /**
   * Look after every so many batches, and at the end of each epoch. Looking waits for the device. Nothing is missed in
   * between: the loss of an epoch so far is a sum, and stays `NaN`. Default 10.
   */
  readonly checkFreq?: number;
}

/**
 * Stops training when the loss is `NaN` or infinite.
 *
 * @throws MonitorMissingError if the logs have no `loss`.
 * @example
 * ```ts
 * const stopping = new callbacks.TerminateOnNaN({ checkFreq: 1 });
 * const x = np.array([[1], [NaN]]);
 *
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * await model.fit({ x, y: x, epochs: 1, verbose: 0, callbacks: [stopping] });
 * stopping.terminated; // => true
 * ```
 */
export class TerminateOnNaN implements Callback {
  /** Whether it has stopped the run. */
  terminated = false;
  readonly #checkFreq: number;
  #model: CallbackModel | null = null;
  #epoch = 0;

  constructor(options: TerminateOnNaNOptions = {}) {
    requireKnownOptions("TerminateOnNaN", options, ["checkFreq"]);
    this.#checkFreq = requireCount("TerminateOnNaN", "checkFreq", options.checkFreq ?? 10, 1);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.terminated = false;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onTrainBatchEnd(batch: number, readLogs: ReadLogs): Promise<void> {
    if (this.terminated || (batch + 1) % this.#checkFreq !== 0) return;
    this.#look(await readLogs(), `batch ${batch + 1}`);
  }

  onEpochEnd(_epoch: number, logs: LogValues): void {
    if (!this.terminated) this.#look(logs, "its end");
  }

  #look(logs: LogValues, place: string): void {
    const { loss } = logs;
    if (loss === undefined) throw new MonitorMissingError("TerminateOnNaN", "loss", Object.keys(logs));
    if (Number.isFinite(loss)) return;
    this.terminated = true;
    if (this.#model !== null) this.#model.stopTraining = true;
    printLine(`Epoch ${this.#epoch + 1}, ${place}: the loss is ${loss}, so training stops.`);
  }
}
