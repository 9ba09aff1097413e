/** Values by name, read from the device. */
export type LogValues = Readonly<Record<string, number>>;

export interface TrainParams {
  readonly epochs: number;
  /** Batches in an epoch. */
  readonly steps: number;
  readonly verbose: Verbosity;
}

/** 0: silent; 1: a progress bar; 2: one line per epoch. */
export type Verbosity = 0 | 1 | 2;

/** Hears of what `fit` does. Epochs and batches count from 0. */
export interface Callback {
  /** For messages about an error it throws. Default: the name of its class. */
  readonly name?: string;
  onTrainBegin?(params: TrainParams): void | Promise<void>;
  onTrainEnd?(): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  /** `logs`: of the whole epoch, validation with the prefix `val_`. */
  onEpochEnd?(epoch: number, logs: LogValues): void | Promise<void>;
  /** `readLogs` brings the values of the epoch so far from the device: it waits for the running step. */
  onTrainBatchEnd?(batch: number, readLogs: () => Promise<LogValues>): void | Promise<void>;
}
