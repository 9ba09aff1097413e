import { CpuBackendError } from "./cpu-backend-error.ts";

/** A primitive has no kernel for a dtype. Code `ELEGY_CPU_DTYPE_UNSUPPORTED`. */
export class DTypeUnsupportedError extends CpuBackendError {
  constructor(operation: string, received: string, hint: string) {
    super(
      "ELEGY_CPU_DTYPE_UNSUPPORTED",
      `${operation}: the cpu backend has no kernel for this dtype. Received ${received}. ${hint}`,
    );
  }
}
