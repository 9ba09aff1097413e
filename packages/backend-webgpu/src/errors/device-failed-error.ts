import { ElegyError } from "@elegy/autodiff/spi";

/** The device refused a command: a defect of the backend or of the driver. */
export class DeviceFailedError extends ElegyError {
  constructor(operation: string, message: string) {
    super("ELEGY_DEVICE_FAILED", {
      operation,
      problem: `the device refused a command: ${message}`,
      hint: "This is a defect of the backend or of the driver: please report it with this message.",
    });
  }
}
