import { CpuBackendError } from "./cpu-backend-error.ts";

/** The backend, or one of its programs, is used after `dispose()`. Code `ELEGY_CPU_DISPOSED`. */
export class BackendDisposedError extends CpuBackendError {
  constructor(operation: string, subject: string) {
    super(
      "ELEGY_CPU_DISPOSED",
      `${operation}: ${subject} was disposed. Make a new one with cpu() and set it with setBackend().`,
    );
  }
}
