import { ElegyError } from "../errors/elegy-error.ts";
import { atPlace, type Source } from "../source/source.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";

/** A graph holds a primitive the backend has no kernel for. */
export class KernelMissingError extends ElegyError {
  constructor(operation: string, backend: string, primitive: string, source?: Source) {
    super("ELEGY_KERNEL_MISSING", {
      operation,
      problem: `backend "${backend}" has no kernel for primitive "${primitive}"${atPlace(source)}`,
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
    source?: Source,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("ELEGY_KERNEL_FAILED", {
      operation,
      problem: `the kernel of primitive "${primitive}"${atPlace(source)} failed on backend "${backend}" (${reason})`,
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

/** A program decides by a value that the host cannot read while it runs. */
export class DeviceUnreadableError extends ElegyError {
  constructor(operation: string, backend: string, primitive: string) {
    super("ELEGY_DEVICE_UNREADABLE", {
      operation,
      problem: `backend "${backend}" cannot run primitive "${primitive}", which decides by a value of the device`,
      expected: "a storage with downloadSync",
      hint: "Use np.where or a loop of known length (lax.scan, lax.foriLoop with numbers), or another backend.",
    });
  }
}
