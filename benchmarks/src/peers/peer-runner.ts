import type { OperationCase, TrainCase } from "../cases/benchmark-case.ts";

/** Work that is ready to run. */
export interface Work {
  /** Runs it once, and waits until it is done. */
  step(): void | Promise<void>;
  /** Something about the last result: the loss, or the mean size of the elements. It tells whether the work was done. */
  value(): Promise<number>;
}

/** How one library does the cases. It stands in the process of its own. */
export interface PeerRunner {
  /** Of the library, for the report. */
  readonly version: string;
  train(benchmark: TrainCase): Work | Promise<Work>;
  operation(benchmark: OperationCase): Work | Promise<Work>;
}
