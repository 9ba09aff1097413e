import { CpuBackendError } from "./cpu-backend-error.ts";

/** A buffer of another backend object is used. Code `ELEGY_CPU_BUFFER_FOREIGN`. */
export class BufferForeignError extends CpuBackendError {
  constructor(operation: string, buffer: string) {
    super(
      "ELEGY_CPU_BUFFER_FOREIGN",
      `${operation}: the buffer belongs to another backend. Expected a buffer of this cpu() backend; received ${buffer} of ` +
        "another one. Read the data with `await x.data()` and upload it here.",
    );
  }
}
