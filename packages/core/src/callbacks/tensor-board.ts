import { isTensor, tree } from "@elegy/autodiff";
import { EventFile } from "../event-files/event-file.ts";
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
  /** The program of a training step, or anything else to read beside the curves; shown under "text". */
  readonly graph?: string | (() => string);
  /** Hides what earlier runs of this folder logged from this step (epoch) on. */
  readonly purgeStep?: number;
}

const OPTIONS: Readonly<Record<keyof TensorBoardOptions, true>> = {
  logDir: true,
  updateFreq: true,
  histogramFreq: true,
  graph: true,
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
  readonly #graph: string | (() => string) | null;
  readonly #purgeStep: number | null;
  #model: CallbackModel | null = null;
  #train: EventFile | null = null;
  #validation: EventFile | null = null;
  /** Of batches, over all epochs. */
  #step = 0;
  #restart: number | null = null;

  constructor(options: TensorBoardOptions = {}) {
    const operation = "TensorBoard";
    requireKnownOptions(operation, options, Object.keys(OPTIONS));
    const { logDir = "logs", updateFreq = "epoch", histogramFreq = 0, graph = null, purgeStep } = options;
    this.#logDir = logDir;
    this.#every = everyBatches(updateFreq);
    this.#histogramFreq = requireCount(operation, "histogramFreq", histogramFreq, 0);
    this.#graph = graph;
    this.#purgeStep =
      purgeStep === undefined ? null : requireCount(operation, "purgeStep", purgeStep, 0);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#train = null;
    this.#validation = null;
    this.#step = 0;
    this.#restart = this.#purgeStep;
  }

  async onTrainBegin(): Promise<void> {
    if (this.#graph === null) return;
    const text = typeof this.#graph === "string" ? this.#graph : this.#graph();
    await this.#write("train", 0, [{ tag: "graph", text: `\`\`\`\n${text}\n\`\`\`` }]);
  }

  async onTrainBatchEnd(_batch: number, readLogs: ReadLogs): Promise<void> {
    this.#step += 1;
    if (this.#every === 0 || this.#step % this.#every !== 0) return;
    await this.#write("train", this.#step - 1, scalars("batch_", await readLogs()));
  }

  async onEpochEnd(epoch: number, logs: LogValues): Promise<void> {
    const names = Object.entries(logs);
    const isValidation = ([name]: readonly [string, number]): boolean => name.startsWith("val_");
    const validation = names.filter(isValidation).map(([name, value]) => [name.slice("val_".length), value]);
    const train = Object.fromEntries(names.filter((entry) => !isValidation(entry)));
    const rate = this.#model === null ? null : await learningRateOf(this.#model);
    await this.#write("train", epoch, [
      ...scalars("epoch_", rate === null ? train : { ...train, learning_rate: rate }),
      ...(await this.#histograms(epoch)),
    ]);
    if (validation.length > 0) {
      await this.#write("validation", epoch, scalars("epoch_", Object.fromEntries(validation)));
    }
    await this.#train?.flush();
    await this.#validation?.flush();
  }

  async onTrainEnd(): Promise<void> {
    await this.#train?.flush();
    await this.#validation?.flush();
  }

  memory(): unknown {
    return { step: this.#step, restart: this.#model?.progress?.epoch ?? 0 };
  }

  /** What the run that was cut off logged after its last backup will be logged again. */
  remember(memory: unknown): void {
    const { step, restart } = memoryOf("TensorBoard", memory, { step: "number", restart: "number" });
    this.#step = step;
    this.#restart = restart;
  }

  async #histograms(epoch: number): Promise<SummaryValue[]> {
    if (this.#histogramFreq === 0 || (epoch + 1) % this.#histogramFreq !== 0) return [];
    const leaves = tree.leavesWithPath(this.#model?.states["netParams"]);
    const values = leaves.map(async ([path, leaf]): Promise<SummaryValue[]> => {
      const histogram = isTensor(leaf) ? histogramOf(await leaf.data()) : null;
      return histogram === null ? [] : [{ tag: `netParams/${path.replaceAll(".", "/")}`, histogram }];
    });
    return (await Promise.all(values)).flat();
  }

  async #write(run: "train" | "validation", step: number, summary: readonly SummaryValue[]): Promise<void> {
    const file = await this.#file(run);
    await file.add(step, { summary });
  }

  async #file(run: "train" | "validation"): Promise<EventFile> {
    const open = run === "train" ? this.#train : this.#validation;
    if (open !== null) return open;
    const file = new EventFile(`${this.#logDir}/${run}`);
    if (run === "train") this.#train = file;
    else this.#validation = file;
    if (this.#restart !== null) await file.add(this.#restart, { restart: true });
    return file;
  }
}

function everyBatches(updateFreq: "epoch" | "batch" | number): number {
  if (updateFreq === "epoch") return 0;
  return updateFreq === "batch" ? 1 : requireCount("TensorBoard", "updateFreq", updateFreq, 1);
}

function scalars(prefix: string, logs: LogValues): SummaryValue[] {
  return Object.entries(logs).map(([name, value]) => ({ tag: prefix + name, scalar: value }));
}
