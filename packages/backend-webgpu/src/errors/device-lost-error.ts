import { ElegyError } from "@elegy/autodiff/spi";

/** The device is gone, and with it every tensor that was on it. */
export class DeviceLostError extends ElegyError {
  constructor(operation: string, reason: string, message: string) {
    super("ELEGY_DEVICE_LOST", {
      operation,
      problem: `the device was lost (${reason}${message === "" ? "" : `: ${message}`})`,
      hint: "Make a new backend, and go on from the states that were saved or read last.",
    });
  }
}
