import { printLine } from "#terminal";
import { ArgumentInvalidError } from "@elegy/autodiff";
import { saveModelFolder } from "../persistence/model-folder.ts";
import type { Callback, CallbackModel, LogValues, ReadLogs, TrainParams } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";
import { type CallbackVerbosity, requireVerbosity } from "./callback-verbosity.ts";
import { memoryOf } from "./memory-of.ts";
import { Monitor } from "./monitor.ts";
import type { MonitorMode } from "./monitor-direction.ts";
import { pathTemplate } from "./path-template.ts";
import { requireNumber } from "./require-number.ts";
import { requireSaveFreq, type SaveFreq } from "./save-freq.ts";

export interface ModelCheckpointOptions {
  /** With `saveBestOnly`: the value that tells. Default `"val_loss"`. */
  readonly monitor?: string;
  /** Whether less or more is better. Default `"auto"`: as the name says. */
  readonly mode?: MonitorMode;
  /** Save only when the monitored value is better than ever. Default `false`. */
  readonly saveBestOnly?: boolean;
  /** Leave out optimizer, key and metrics: `load(path, { partial: true })` takes such a folder. Default `false`. */
  readonly saveWeightsOnly?: boolean;
  /** Default `"epoch"`. Batches are counted over all epochs. */
  readonly saveFreq?: SaveFreq;
  /** With `saveBestOnly`: the value to be better than. */
  readonly initialValueThreshold?: number;
  /** 1: say so when a model is saved. Default 0. */
  readonly verbose?: CallbackVerbosity;
}

const OPTIONS: Readonly<Record<keyof ModelCheckpointOptions, true>> = {
  monitor: true,
  mode: true,
  saveBestOnly: true,
  saveWeightsOnly: true,
  saveFreq: true,
  initialValueThreshold: true,
  verbose: true,
};

/**
 * Saves the model while it trains: a folder as `model.save` writes it, whole or not at all.
 *
 * @param path of the folder; with places for the epoch and batch (counted from 1, as the progress bar does) and
 * the logs: `model-{epoch:02d}-{val_loss:.2f}`. Without places each save replaces the one before.
 * @throws ArgumentInvalidError for a path whose formats are not understood, or names no value there is.
 * @throws MonitorMissingError with `saveBestOnly`, at the end of an epoch whose logs have no such value.
 * @example
 * ```ts
 * import { mkdtemp } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 *
 * const folder = await mkdtemp(`${tmpdir()}/elegy-`);
 * const checkpoint = new callbacks.ModelCheckpoint(`${folder}/epoch-{epoch:02d}`);
 *
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * await model.fit({ x, y: x, epochs: 2, verbose: 0, callbacks: [checkpoint] });
 * // Now there are the folders epoch-01 and epoch-02.
 * ```
 */
export class ModelCheckpoint implements Callback {
  readonly #pathOf: (values: Readonly<Record<string, number>>) => string;
  /** `null` to save always. */
  readonly #monitor: Monitor | null;
  readonly #threshold: number | undefined;
  readonly #weightsOnly: boolean;
  readonly #saveFreq: SaveFreq;
  readonly #verbose: CallbackVerbosity;
  #model: CallbackModel | null = null;
  #epoch = 0;
  #batches = 0;

  constructor(path: string, options: ModelCheckpointOptions = {}) {
    const operation = "ModelCheckpoint";
    requireKnownOptions(operation, options, Object.keys(OPTIONS));
    const { saveBestOnly = false, saveWeightsOnly = false, initialValueThreshold } = options;
    this.#pathOf = pathTemplate(operation, path);
    this.#monitor = saveBestOnly ? new Monitor(operation, options) : null;
    if (initialValueThreshold !== undefined && !saveBestOnly) {
      throw new ArgumentInvalidError({
        operation,
        problem: "`initialValueThreshold` has no meaning without `saveBestOnly`",
        expected: "saveBestOnly: true",
        received: "saveBestOnly: false",
      });
    }
    this.#threshold =
      initialValueThreshold === undefined
        ? undefined
        : requireNumber(operation, "initialValueThreshold", initialValueThreshold, "a number", () => true);
    this.#weightsOnly = saveWeightsOnly;
    this.#saveFreq = requireSaveFreq(operation, options.saveFreq ?? "epoch");
    this.#verbose = requireVerbosity(operation, options.verbose);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#batches = 0;
    this.#monitor?.reset(this.#threshold);
  }

  onTrainBegin(params: TrainParams): void {
    this.#monitor?.begin(params);
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onTrainBatchEnd(batch: number, readLogs: ReadLogs): Promise<void> {
    this.#batches += 1;
    if (this.#saveFreq === "epoch" || this.#batches % this.#saveFreq !== 0) return;
    await this.#consider(this.#epoch, batch, await readLogs());
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    if (this.#saveFreq === "epoch") await this.#consider(epoch, null, logs);
  }

  memory(): unknown {
    return { best: this.#monitor?.best ?? null, batches: this.#batches };
  }

  remember(memory: unknown): void {
    const { batches } = memoryOf("ModelCheckpoint", memory, { batches: "number" });
    this.#batches = batches;
    if (this.#monitor === null) return;
    this.#monitor.remember(memoryOf("ModelCheckpoint", memory, { best: "number" }).best);
  }

  async #consider(epoch: number, batch: number | null, logs: LogValues): Promise<void> {
    if (this.#model === null) return;
    const value = this.#monitor?.read(epoch, logs);
    if (value === null) return;
    if (value !== undefined && this.#monitor) {
      if (!this.#monitor.improves(value)) return;
    }
    const place = batch === null ? {} : { batch: batch + 1 };
    const path = this.#pathOf({ ...logs, epoch: epoch + 1, ...place });
    await this.#save(this.#model, path);
    // Only now: a save that failed is not the best there is.
    if (value !== undefined && this.#monitor) this.#monitor.best = value;
    if (this.#verbose > 0) {
      const reason = this.#monitor === null ? "" : ` with ${this.#monitor.name} ${value}`;
      printLine(`Epoch ${epoch + 1}: saved to ${path}${reason}.`);
    }
  }

  async #save(model: CallbackModel, path: string): Promise<void> {
    if (!this.#weightsOnly) return model.save(path);
    const { netParams, netStates } = model.states;
    await saveModelFolder(path, { netParams, netStates }, { name: model.constructor.name });
  }
}
