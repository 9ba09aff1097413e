import { ElegyError } from "@elegy/autodiff";

/** A stream ended before the batches that were asked of it. */
export class DataExhaustedError extends ElegyError {
  constructor(operation: string, expected: string, received: string) {
    super("ELEGY_DATA_EXHAUSTED", {
      operation,
      problem: "the data ran out",
      expected,
      received,
      hint: "Give a function that returns a new stream for every pass, or ask for fewer steps. The model keeps the states of the last step.",
    });
  }
}
