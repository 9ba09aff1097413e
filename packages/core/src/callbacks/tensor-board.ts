import { ArgumentInvalidError, isTensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { EventFile, shortenEventFile } from "../event-files/event-file.ts";
import type { SummaryValue } from "../event-files/event.ts";
import { histogramOf } from "../event-files/histogram.ts";
import type { Callback, CallbackModel, LogValues, ReadLogs } from "../training/callback.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { learningRateOf } from "./learning-rate.ts";
import { memoryOf } from "./memory-of.ts";

export interface TensorBoardOptions {
  /** A folder for this run. Default `"logs"`. */
  readonly logDir?: string;
  /** Logs of batches as well: of each, or of every so many. Reading them waits for the device. Default `"epoch"`. */
  readonly updateFreq?: "epoch" | "batch" | number;
  /** Histograms of the parameters after every so many epochs; 0 for none. Default 0. */
  readonly histogramFreq?: number;
  /** Shows the program of a training step, under "text". It may be long. Default `false`. */
  readonly writeGraph?: boolean;
  /** Hides what earlier runs of this folder logged from this step (epoch) on. */
  readonly purgeStep?: number;
}

/** A folder of event files, whose curves have one colour. */
type Run = "train" | "validation";

const OPTIONS: Readonly<Record<keyof TensorBoardOptions, true>> = {
  logDir: true,
  updateFreq: true,
  histogramFreq: true,
  writeGraph: true,
  purgeStep: true,
};

/**
 * Writes event files for TensorBoard (`tensorboard --logdir logs`): under `train/` the logs as `epoch_loss`, … over
 * epochs and `batch_loss`, … over batches, the learning rate, and histograms of parameters; under `validation/` the logs
 * of validation, of the same names.
 *
 * @example
 * ```ts
 * import { mkdtemp, readdir } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 *
 * const logDir = await mkdtemp(`${tmpdir()}/elegy-`);
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * const validationData = [x, x];
 * const board = new callbacks.TensorBoard({ logDir });
 * await model.fit({ x, y: x, validationData, epochs: 2, verbose: 0, callbacks: [board] });
 * (await readdir(logDir)).sort(); // => ["train","validation"]
 * ```
 */
export class TensorBoard implements Callback {
  readonly #logDir: string;
  /** Batches between logs of batches; 0 for none. */
  readonly #every: number;
  readonly #histogramFreq: number;
  readonly #writeGraph: boolean;
  readonly #purgeStep: number | null;
  #model: CallbackModel | null = null;
  readonly #files: Map<Run, EventFile> = new Map();
  /** Of batches, over all epochs. */
  #step = 0;
  /** What the run that was cut off had written when it was backed up. */
  #cut: readonly (readonly [path: string, length: number])[] = [];

  constructor(options: TensorBoardOptions = {}) {
    const operation = "TensorBoard";
    requireKnownOptions(operation, options, Object.keys(OPTIONS));
    const { logDir = "logs", updateFreq = "epoch", histogramFreq = 0, purgeStep } = options;
    this.#logDir = logDir;
    this.#every = everyBatches(updateFreq);
    this.#histogramFreq = requireCount(operation, "histogramFreq", histogramFreq, 0);
    this.#writeGraph = options.writeGraph ?? false;
    this.#purgeStep = purgeStep === undefined ? null : requireCount(operation, "purgeStep", purgeStep, 0);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#files.clear();
    this.#step = 0;
    this.#cut = [];
  }

  async onTrainBegin(): Promise<void> {
    for (const [path, length] of this.#cut) await shortenEventFile(path, length);
    if (!this.#writeGraph || this.#step > 0) return;
    const text = this.#model?.trainStepText?.() ?? null;
    if (text === null) {
      throw new ArgumentInvalidError({
        operation: "TensorBoard",
        problem: "`writeGraph` has nothing to write",
        expected: "a model that can show its training step",
        received: this.#model?.constructor.name ?? "no model",
      });
    }
    await this.#write("train", 0, [{ tag: "train_step", text: `\`\`\`\n${text}\n\`\`\`` }]);
  }

  async onTrainBatchEnd(_batch: number, readLogs: ReadLogs): Promise<void> {
    this.#step += 1;
    if (this.#every === 0 || this.#step % this.#every !== 0) return;
    await this.#write("train", this.#step - 1, scalars("batch_", await readLogs()));
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    const entries = Object.entries(logs);
    const isValidation = ([name]: readonly [string, number]): boolean => name.startsWith("val_");
    const validation = entries
      .filter(isValidation)
      .map(([name, value]) => [name.slice("val_".length), value]);
    const train = Object.fromEntries(entries.filter((entry) => !isValidation(entry)));
    const rate = this.#model === null ? null : await learningRateOf(this.#model);
    await this.#write("train", epoch, [
      ...scalars("epoch_", rate === null ? train : { ...train, learning_rate: rate }),
      ...(await this.#histograms(epoch)),
    ]);
    if (validation.length > 0) {
      await this.#write("validation", epoch, scalars("epoch_", Object.fromEntries(validation)));
    }
  }

  memory(): unknown {
    return {
      step: this.#step,
      files: [...this.#files.values()].map(({ path, length }) => ({ path, length })),
    };
  }

  /** What the run that was cut off logged after its last backup will be logged again: it is taken back. */
  remember(memory: unknown): void {
    const { step, files } = memoryOf("TensorBoard", memory, { step: "number", files: "object" });
    this.#step = step;
    this.#cut = (Array.isArray(files) ? files : []).map((file) => {
      const { path, length } = memoryOf("TensorBoard", file, { path: "string", length: "number" });
      return [path, length];
    });
  }

  async #histograms(epoch: number): Promise<SummaryValue[]> {
    if (this.#histogramFreq === 0 || (epoch + 1) % this.#histogramFreq !== 0) return [];
    const leaves = tree.leavesWithPath(this.#model?.states["netParams"]);
    const values = leaves.map(async ([path, leaf]): Promise<SummaryValue[]> => {
      const histogram = isTensor(leaf) ? histogramOf(await leaf.astype("float32").data()) : null;
      return histogram === null ? [] : [{ tag: `netParams/${path.replaceAll(".", "/")}`, histogram }];
    });
    return (await Promise.all(values)).flat();
  }

  async #write(run: Run, step: number, summary: readonly SummaryValue[]): Promise<void> {
    let file = this.#files.get(run);
    if (file === undefined) {
      file = new EventFile(`${this.#logDir}/${run}`);
      this.#files.set(run, file);
      if (this.#purgeStep !== null) await file.add(this.#purgeStep, { restart: true });
    }
    await file.add(step, { summary });
  }
}

function everyBatches(updateFreq: "epoch" | "batch" | number): number {
  if (updateFreq === "epoch") return 0;
  return updateFreq === "batch" ? 1 : requireCount("TensorBoard", "updateFreq", updateFreq, 1);
}

function scalars(prefix: string, logs: LogValues): SummaryValue[] {
  return Object.entries(logs).map(([name, value]) => ({ tag: prefix + name, scalar: value }));
}
