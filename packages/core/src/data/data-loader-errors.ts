import { ElegyError } from "@elegy/autodiff";

/** A dataset threw, here or on a thread. The error itself, with its message and stack, is the `cause`. */
export class DatasetFailedError extends ElegyError {
  constructor(what: string, cause: unknown) {
    super("ELEGY_DATASET_FAILED", {
      operation: "DataLoader",
      problem: `${what} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

/** A batch took longer than the `timeout` of its loader. */
export class DataLoaderTimeoutError extends ElegyError {
  constructor(batch: number, timeout: number) {
    super("ELEGY_DATA_LOADER_TIMEOUT", {
      operation: "DataLoader",
      problem: `batch ${batch} did not come in time`,
      expected: `each batch within ${timeout} ms (timeout)`,
      received: "none",
      hint: "Allow more time, or use more workers.",
    });
  }
}
