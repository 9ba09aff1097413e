import { ElegyError } from "@elegy/autodiff/spi";

/** A thread of the backend has died, and with it what it was computing. */
export class ThreadLostError extends ElegyError {
  constructor(operation: string, reason: unknown) {
    super("ELEGY_THREAD_LOST", {
      operation,
      problem: "a thread of the CPU backend has died",
      received: reason instanceof Error ? reason.message : String(reason),
      hint: "The results of this call are lost. The backend goes on with one thread.",
    });
  }
}
