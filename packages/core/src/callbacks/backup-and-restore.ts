import { restoreStates } from "../persistence/restore-states.ts";
import { tensorsOfHost } from "../persistence/tensors-of-host.ts";
import {
  loadModelFolder,
  modelFolderExists,
  removeModelFolder,
  saveModelFolder,
} from "../persistence/model-folder.ts";
import type { States } from "../states/states.ts";
import type { Callback, CallbackModel, TrainingProgress, TrainParams } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";
import { distributeMemories, memoriesOf } from "./memories.ts";
import { memoryOf } from "./memory-of.ts";
import { requireSaveFreq, type SaveFreq } from "./save-freq.ts";

export interface BackupAndRestoreOptions {
  /** Back up after every epoch, or after so many batches of an epoch as well. Default `"epoch"`. */
  readonly saveFreq?: SaveFreq;
  /** Remove the backup when all epochs are done. Default `true`. */
  readonly deleteCheckpoint?: boolean;
}

/**
 * Lets a run that was killed go on where it was: the same `fit`, called again, begins at the last backup and ends with the
 * same bits as a run that was never cut off. A backup holds the states, the totals of the epoch so far, the position,
 * and what the other callbacks remember. It is written beside the last one and takes its place when it is
 * complete, so being killed while writing loses nothing.
 *
 * A run that ends within an epoch (Ctrl-C, an error, `TerminateOnNaN`) keeps its backup. Data and options of `fit` are
 * not in it: give the same.
 *
 * @param folder for the backup; nothing else may be in it.
 * @throws ModelFolderInvalidError for a damaged backup, StatesMismatchError for one of another model,
 * CallbackMemoryInvalidError if the callbacks are others.
 * @example
 * ```ts
 * import { mkdtemp } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 *
 * const folder = `${await mkdtemp(`${tmpdir()}/elegy-`)}/backup`;
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * const safe = [new callbacks.BackupAndRestore(folder, { saveFreq: 100 })];
 * const { epoch } = await model.fit({ x, y: x, epochs: 2, verbose: 0, callbacks: safe });
 * epoch; // => [0,1]
 * ```
 */
export class BackupAndRestore implements Callback {
  readonly #folder: string;
  readonly #saveFreq: SaveFreq;
  readonly #deletes: boolean;
  #model: CallbackModel | null = null;
  /** States of a backup that the model is to take. */
  #saved: object | null = null;
  /** Infinitely many until a run has begun: one that never did is not complete. */
  #epochs = Infinity;
  /** Batches in an epoch. */
  #steps: number | null = null;
  /** Where the run began: there is nothing to back up yet. */
  #begin: { readonly epoch: number; readonly batch: number } | null = null;
  /** How many epochs are done, those before the first included. */
  #done = 0;
  /** How many batches of the epoch at work are done. */
  #batches = 0;

  constructor(folder: string, options: BackupAndRestoreOptions = {}) {
    requireKnownOptions("BackupAndRestore", options, ["saveFreq", "deleteCheckpoint"]);
    this.#folder = folder;
    this.#saveFreq = requireSaveFreq("BackupAndRestore", options.saveFreq ?? "epoch");
    this.#deletes = options.deleteCheckpoint ?? true;
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#begin = null;
    this.#saved = null;
    this.#epochs = Infinity;
    this.#done = 0;
    this.#batches = 0;
  }

  async resume(_params: TrainParams): Promise<TrainingProgress | null> {
    if (this.#model === null || !(await modelFolderExists(this.#folder))) return null;
    const { states: saved } = await loadModelFolder(this.#folder);
    const { states, totals, position, memories } = memoryOf("BackupAndRestore", saved, {
      states: "object",
      totals: "object",
      position: "object",
      memories: "object",
    });
    const { epoch, batch } = memoryOf("BackupAndRestore", position, { epoch: "number", batch: "number" });
    this.#saved = states;
    distributeMemories(memories, this.#model.callbacks);
    this.#begin = { epoch, batch };
    return { epoch, batch, totals: tensorsOfHost(totals ?? {}) as TrainingProgress["totals"] };
  }

  /** Only here has the model parameters for certain, which the saved ones are to fit. */
  onTrainBegin({ epochs, initialEpoch, steps }: TrainParams): void {
    if (this.#model !== null && this.#saved !== null) {
      const fitting = restoreStates("BackupAndRestore", this.#model.states, this.#saved);
      this.#model.states = tensorsOfHost(fitting) as States;
      this.#saved = null;
    }
    this.#epochs = epochs;
    this.#steps = steps;
    this.#begin ??= { epoch: initialEpoch, batch: 0 };
    this.#done = this.#begin.epoch;
  }

  // Backups are made where something begins: then every callback has heard of what came before.

  async onEpochBegin(epoch: number): Promise<void> {
    this.#batches = 0;
    if (epoch !== this.#begin?.epoch) await this.#backUp({ epoch, batch: 0, totals: {} });
  }

  async onTrainBatchBegin(batch: number): Promise<void> {
    const progress = this.#model?.progress ?? null;
    if (this.#saveFreq === "epoch" || progress === null || batch === 0 || batch % this.#saveFreq !== 0)
      return;
    if (progress.epoch === this.#begin?.epoch && batch === this.#begin.batch) return;
    await this.#backUp(progress);
  }

  onTrainBatchEnd(batch: number): void {
    this.#batches = batch + 1;
  }

  /** An epoch that was cut short, as by Ctrl-C, is not done. */
  onEpochEnd(epoch: number): void {
    if (this.#batches >= (this.#steps ?? 0)) this.#done = epoch + 1;
  }

  /** Nothing is left to do when all epochs are done, or a callback ended training after a whole one. */
  async onTrainEnd(): Promise<void> {
    const stopped = (this.#model?.stopTraining ?? false) && this.#done > (this.#begin?.epoch ?? 0);
    const whole = this.#batches === 0 || this.#batches >= (this.#steps ?? 0);
    if (this.#done < this.#epochs && !(stopped && whole)) return;
    if (this.#deletes) await removeModelFolder(this.#folder);
    else await this.#backUp({ epoch: this.#done, batch: 0, totals: {} });
  }

  async #backUp({ epoch, batch, totals }: TrainingProgress): Promise<void> {
    if (this.#model === null) return;
    const { states, callbacks } = this.#model;
    const contents = { states, totals, position: { epoch, batch }, memories: memoriesOf(callbacks) };
    await saveModelFolder(this.#folder, contents, { name: this.#model.constructor.name });
  }
}
