import type { EpochTotals } from "../logs/epoch-totals.ts";
import type { GradientTransformation } from "@elegy/optimizers";
import type { States } from "../states/states.ts";

/** Values by name, read from the device. */
export type LogValues = Readonly<Record<string, number>>;

/** What a run of `fit` was asked for. */
export interface TrainParams {
  /** The number of the last epoch. */
  readonly epochs: number;
  /** The number of the first, counted from 0. */
  readonly initialEpoch: number;
  /** Batches in an epoch; `null` as long as a stream has not said how many. */
  readonly steps: number | null;
  /** Samples in an epoch; `null` as long as a stream has not said how many. */
  readonly samples: number | null;
  readonly verbose: Verbosity;
}

/** 0: silent; 1: a progress bar; 2: one line per epoch; 3: a live table; 4: a table at the end of each epoch. */
export type Verbosity = 0 | 1 | 2 | 3 | 4;

/** Where a run of `fit` stands: what is needed to go on from there. */
export interface TrainingProgress {
  /** The epoch at work, counted from 0. */
  readonly epoch: number;
  /** How many batches of it are done. */
  readonly batch: number;
  /** The logs of these batches, on the device. */
  readonly totals: EpochTotals;
}

/** What a callback may use of a model. `Model` is one. */
export interface CallbackModel {
  /** The present states. Their buffers go to the next step: copy what is to outlive it. */
  states: States;
  readonly optimizer: GradientTransformation | null;
  /** Set to `true`, training ends after the running batch. */
  stopTraining: boolean;
  /** The callbacks of the running `fit`, in the order they are called. */
  readonly callbacks: readonly Callback[];
  /** Where the running `fit` stands; `null` outside of it. */
  readonly progress: TrainingProgress | null;
  /** The program of one step of training, as text; `null` before there was a batch. */
  trainStepText?(): string | null;
  save(path: string): Promise<void>;
  load(path: string): Promise<void>;
}

/** Brings the values of the epoch so far from the device: it waits for the running step. */
export type ReadLogs = () => Promise<LogValues>;

/** Hears of what `fit`, `evaluate` and `predict` do. Epochs and batches count from 0. Every hook is waited for. */
export interface Callback {
  /** For messages about an error it throws. Default: the name of its class. */
  readonly name?: string;
  /** Called before all other hooks of a run. */
  setModel?(model: CallbackModel): void;
  /** Called after `setModel`: where a run that was cut off is to go on, or `null` to begin at the beginning. */
  resume?(params: TrainParams): Promise<TrainingProgress | null>;
  onTrainBegin?(params: TrainParams): void | Promise<void>;
  /** Called however training ended. */
  onTrainEnd?(): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  /** `logs`: of the whole epoch, validation with the prefix `val_`. */
  onEpochEnd?(epoch: number, logs: LogValues): void | Promise<void>;
  onTrainBatchBegin?(batch: number): void | Promise<void>;
  onTrainBatchEnd?(batch: number, readLogs: ReadLogs): void | Promise<void>;
  onTestBegin?(): void | Promise<void>;
  onTestEnd?(logs: LogValues): void | Promise<void>;
  onTestBatchBegin?(batch: number): void | Promise<void>;
  onTestBatchEnd?(batch: number, readLogs: ReadLogs): void | Promise<void>;
  onPredictBegin?(): void | Promise<void>;
  onPredictEnd?(): void | Promise<void>;
  onPredictBatchBegin?(batch: number): void | Promise<void>;
  onPredictBatchEnd?(batch: number): void | Promise<void>;
  /** What the callback has to remember when a run is cut off: a tree of plain data and tensors. */
  memory?(): unknown;
  /** Gets back what `memory` returned, its tensors as `HostTensor`, before `onTrainBegin`. */
  remember?(memory: unknown): void;
}
