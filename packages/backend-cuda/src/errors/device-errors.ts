import { ElegyError } from "@elegy/autodiff/spi";

/** TensorFlow has no room for a tensor. */
export class DeviceOutOfMemoryError extends ElegyError {
  constructor(operation: string, cause: unknown) {
    super("ELEGY_CUDA_OUT_OF_MEMORY", {
      operation,
      problem: "the device is out of memory",
      received: messageOf(cause),
      hint: "Use a smaller batch, or release tensors with dispose() or scope() before they pile up.",
      cause,
    });
  }
}

/** An operation of TensorFlow failed. */
export class DeviceOperationFailedError extends ElegyError {
  constructor(operation: string, inputs: string, cause: unknown) {
    super("ELEGY_CUDA_OPERATION_FAILED", {
      operation: `TensorFlow's ${operation}`,
      problem: messageOf(cause),
      received: inputs,
      cause,
    });
  }
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim();
}
