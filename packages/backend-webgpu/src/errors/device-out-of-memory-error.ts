import { ElegyError } from "@elegy/autodiff/spi";

/** The device has no room for another buffer. */
export class DeviceOutOfMemoryError extends ElegyError {
  constructor(operation: string, message: string) {
    super("ELEGY_DEVICE_OUT_OF_MEMORY", {
      operation,
      problem: `the device is out of memory${message === "" ? "" : ` (${message})`}`,
      hint: "Take smaller batches, or dispose of tensors that are no longer needed.",
    });
  }
}
