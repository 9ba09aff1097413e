import type { OperationCase, TrainCase } from "../cases/benchmark-case.ts";
import type { CommandCounts } from "../measure/count-commands.ts";

/** Work that is ready to run. */
export interface Work {
  /** Runs it once, and waits until it is done. */
  step(): void | Promise<void>;
  /** Something about the last result: the loss, or the mean size of the elements. It tells whether the work was done. */
  value(): Promise<number>;
}

export interface TrainWork extends Work {
  /** Runs so many steps in a row, and waits for the loss of the last one only. */
  row(count: number): Promise<void>;
}

/** A device beside the processor, on which one library computes. */
export interface MeasuredDevice {
  readonly name: string;
  /** What the library has given to it so far. */
  counts(): CommandCounts;
}

/** How one library does the cases. It stands in the process of its own. */
export interface PeerRunner {
  /** Of the library, for the report. */
  readonly version: string;
  /** Where it computes, if not on the processor. */
  readonly device?: MeasuredDevice;
  train(benchmark: TrainCase): TrainWork | Promise<TrainWork>;
  operation(benchmark: OperationCase): Work | Promise<Work>;
}
