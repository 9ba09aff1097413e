import { ElegyError } from "../errors/elegy-error.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";

/** A graph holds a primitive the backend has no kernel for. */
export class KernelMissingError extends ElegyError {
  constructor(operation: string, backend: string, primitive: string) {
    super("ELEGY_KERNEL_MISSING", {
      operation,
      problem: `backend "${backend}" has no kernel for primitive "${primitive}"`,
      hint: `Define "${primitive}" in the custom kernels of the backend, or give the primitive a decomposition into core ones.`,
    });
  }
}

/** A kernel threw; `cause` is what it threw. */
export class KernelFailedError extends ElegyError {
  constructor(
    operation: string,
    backend: string,
    primitive: string,
    inputs: readonly TensorSpec[],
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("ELEGY_KERNEL_FAILED", {
      operation,
      problem: `the kernel of primitive "${primitive}" failed on backend "${backend}" (${reason})`,
      received: inputs.length === 0 ? "no operands" : inputs.map(formatSpec).join(", "),
      cause,
    });
  }
}

/** A kernel returned more or fewer buffers than its primitive has outputs. */
export class KernelOutputsMismatchError extends ElegyError {
  constructor(
    operation: string,
    backend: string,
    primitive: string,
    outputs: readonly TensorSpec[],
    received: number,
  ) {
    super("ELEGY_KERNEL_OUTPUTS_MISMATCH", {
      operation,
      problem: `the kernel of primitive "${primitive}" on backend "${backend}" returned the wrong number of buffers`,
      expected: `${outputs.length} (${outputs.map(formatSpec).join(", ")})`,
      received: String(received),
    });
  }
}

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
