import { ElegyError } from "../errors/elegy-error.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";

/** A buffer was used, or released again, after `release` or donation. */
export class BufferReleasedError extends ElegyError {
  constructor(operation: string, backend: string, spec: TensorSpec) {
    super("ELEGY_BUFFER_RELEASED", {
      operation,
      problem: `the buffer was released or donated before, on backend "${backend}"`,
      expected: "a buffer that is alive",
      received: formatSpec(spec),
      hint: "A buffer is released once; a donated one is released by run.",
    });
  }
}

/** Something that is no buffer of this backend. */
export class BufferForeignError extends ElegyError {
  constructor(operation: string, backend: string) {
    super("ELEGY_BUFFER_FOREIGN", {
      operation,
      problem: `not a buffer of this backend`,
      expected: `a buffer that backend "${backend}" handed out`,
      hint: "Move the data with download and upload.",
    });
  }
}

/** A backend was used after `dispose`. */
export class BackendDisposedError extends ElegyError {
  constructor(operation: string, backend: string) {
    super("ELEGY_BACKEND_DISPOSED", {
      operation,
      problem: `backend "${backend}" was disposed`,
      hint: "Make a new backend.",
    });
  }
}

/** A compiled program was run after `dispose`. */
export class ExecutableDisposedError extends ElegyError {
  constructor(operation: string) {
    super("ELEGY_EXECUTABLE_DISPOSED", {
      operation,
      problem: "the compiled program was disposed",
      hint: "Compile the graph again.",
    });
  }
}
