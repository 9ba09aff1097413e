import { printLine } from "#terminal";
import { tensorsOfHost } from "../persistence/tensors-of-host.ts";
import { restoreStates } from "../persistence/restore-states.ts";
import { copyTensors } from "../states/copy-tensors.ts";
import type { Callback, CallbackModel, LogValues, TrainParams } from "../training/callback.ts";
import { disposeTree } from "../training/device-batch.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { type CallbackVerbosity, requireVerbosity } from "./callback-verbosity.ts";
import { memoryOf } from "./memory-of.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";
import { requireNumber } from "./require-number.ts";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Stop when so many epochs in a row were no better. Default 0: the first that is no better is the last. */
  readonly patience?: number;
  /** Only values better than this count as progress. */
  readonly baseline?: number;
  /** When training ends, put back the parameters and module states of the best epoch. Default `false`. */
  readonly restoreBestWeights?: boolean;
  /** Look at no epoch before this one, counted from 0. Default 0. */
  readonly startFromEpoch?: number;
  /** 1: say so when training stops. Default 0. */
  readonly verbose?: CallbackVerbosity;
}

const OPTIONS: Readonly<Record<keyof EarlyStoppingOptions, true>> = {
  monitor: true,
  mode: true,
  minDelta: true,
  patience: true,
  baseline: true,
  restoreBestWeights: true,
  startFromEpoch: true,
  verbose: true,
};

/** What of the states is weights: the optimizer, the key and the metrics go on. */
interface Weights {
  readonly netParams: unknown;
  readonly netStates: unknown;
}

/**
 * Stops training when a value gets no better, as Keras does.
 *
 * @throws ArgumentInvalidError if the name does not tell whether less or more is better and `mode` does not say.
 * @throws MonitorMissingError at the end of an epoch whose logs have no such value.
 * @example
 * ```ts
 * const stopping = new callbacks.EarlyStopping({ monitor: "loss", patience: 3 });
 *
 * const model = new Model({
 *   module: (x, { initializing, params }) =>
 *     outputStates({ preds: x, params: initializing ? np.zeros([1]) : params }),
 *   loss: ({ yTrue, yPred }) => np.mean(yTrue.sub(yPred)),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.ones([4, 1]);
 * const { epoch } = await model.fit({ x, y: x, epochs: 10, verbose: 0, callbacks: [stopping] });
 * stopping.bestEpoch; // => 0
 * ```
 */
export class EarlyStopping implements Callback {
  /** The epoch after which training was stopped, counted from 0; `null` if it was not. */
  stoppedEpoch: number | null = null;
  /** The epoch with the best value, counted from 0. */
  bestEpoch = 0;

  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #baseline: number | null;
  readonly #restores: boolean;
  readonly #startFromEpoch: number;
  readonly #verbose: CallbackVerbosity;
  #model: CallbackModel | null = null;
  #wait = 0;
  #bestWeights: Weights | null = null;
  /** The best weights of a run that was cut off, until the model has weights to compare them with. */
  #remembered: object | null = null;

  constructor(options: EarlyStoppingOptions = {}) {
    const operation = "EarlyStopping";
    requireKnownOptions(operation, options, Object.keys(OPTIONS));
    const { patience = 0, baseline = null, restoreBestWeights = false, startFromEpoch = 0 } = options;
    this.#monitor = new Monitor(operation, options);
    this.#patience = requireCount(operation, "patience", patience, 0);
    this.#baseline =
      baseline === null ? null : requireNumber(operation, "baseline", baseline, "a number", () => true);
    this.#restores = restoreBestWeights;
    this.#startFromEpoch = requireCount(operation, "startFromEpoch", startFromEpoch, 0);
    this.#verbose = requireVerbosity(operation, options.verbose);
  }

  /** The best value; infinite before the first. */
  get best(): number {
    return this.#monitor.best;
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#monitor.reset();
    this.#wait = 0;
    this.bestEpoch = 0;
    this.stoppedEpoch = null;
    this.#remembered = null;
    this.#forget();
  }

  onTrainBegin(params: TrainParams): void {
    this.#monitor.begin(params);
    if (this.#remembered === null || this.#model === null) return;
    const restored = restoreStates("EarlyStopping", weightsOf(this.#model), this.#remembered);
    this.#bestWeights = tensorsOfHost(restored) as Weights;
    this.#remembered = null;
  }

  onEpochEnd(epoch: number, logs: LogValues): void {
    const value = this.#monitor.read(epoch, logs);
    if (value === null || epoch < this.#startFromEpoch || this.#model === null) return;
    if (this.#restores && this.#bestWeights === null) this.#keep(this.#model, epoch);
    const better = this.#monitor.improves(value);
    if (better) {
      this.#monitor.best = value;
      this.#keep(this.#model, epoch);
    }
    if (better && (this.#baseline === null || this.#monitor.improves(value, this.#baseline))) {
      this.#wait = 0;
      return;
    }
    this.#wait += 1;
    if (this.#wait < this.#patience) return;
    this.stoppedEpoch = epoch;
    this.#model.stopTraining = true;
  }

  onTrainEnd(): void {
    const { name, best } = this.#monitor;
    if (this.stoppedEpoch !== null && this.#verbose > 0) {
      printLine(`Epoch ${this.stoppedEpoch + 1}: stopped, as ${name} has not got better than ${best}.`);
    }
    const weights = this.#bestWeights;
    if (weights === null || this.#model === null) return;
    if (this.#verbose > 0) printLine(`The weights are those of epoch ${this.bestEpoch + 1}.`);
    const { states } = this.#model;
    this.#model.states = states.update(weights);
    this.#bestWeights = null;
    disposeTree([states["netParams"], states["netStates"]]);
  }

  memory(): unknown {
    return {
      best: this.#monitor.best,
      bestEpoch: this.bestEpoch,
      wait: this.#wait,
      bestWeights: this.#bestWeights,
    };
  }

  remember(memory: unknown): void {
    const { best, bestEpoch, wait, bestWeights } = memoryOf("EarlyStopping", memory, {
      best: "number",
      bestEpoch: "number",
      wait: "number",
      bestWeights: "object",
    });
    this.#monitor.remember(best);
    this.bestEpoch = bestEpoch;
    this.#wait = wait;
    this.#remembered = bestWeights;
  }

  #keep(model: CallbackModel, epoch: number): void {
    this.bestEpoch = epoch;
    if (!this.#restores) return;
    this.#forget();
    this.#bestWeights = copyTensors(weightsOf(model));
  }

  #forget(): void {
    disposeTree(this.#bestWeights);
    this.#bestWeights = null;
  }
}

function weightsOf({ states }: CallbackModel): Weights {
  return { netParams: states["netParams"], netStates: states["netStates"] };
}
