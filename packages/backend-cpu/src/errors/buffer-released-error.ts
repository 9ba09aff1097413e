import { CpuBackendError } from "./cpu-backend-error.ts";

/** A buffer is used that was released or donated. Code `ELEGY_CPU_BUFFER_RELEASED`. */
export class BufferReleasedError extends CpuBackendError {
  constructor(operation: string, buffer: string) {
    super(
      "ELEGY_CPU_BUFFER_RELEASED",
      `${operation}: the buffer is gone. Expected a live buffer; received ${buffer} that was released, or donated to an ` +
        "earlier program. Copy a tensor before donating it if it is needed again.",
    );
  }
}
