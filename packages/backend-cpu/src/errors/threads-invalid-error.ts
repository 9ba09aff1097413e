import { ElegyError } from "@elegy/autodiff/spi";
import { MOST_THREADS } from "../threads/control-block.ts";

/** There is no such number of threads. */
export class ThreadsInvalidError extends ElegyError {
  constructor(threads: number) {
    super("ELEGY_THREADS_INVALID", {
      operation: "cpu",
      problem: "no number of threads",
      expected: `a whole number from 1 to ${MOST_THREADS}`,
      received: String(threads),
    });
  }
}
