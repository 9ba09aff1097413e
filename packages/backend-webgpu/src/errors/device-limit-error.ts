import { ElegyError } from "@elegy/autodiff/spi";

/** Something is larger than the device allows. */
export class DeviceLimitError extends ElegyError {
  constructor(operation: string, limit: string, wanted: number, allowed: number) {
    super("ELEGY_DEVICE_LIMIT", {
      operation,
      problem: `the device's limit ${limit} is too small`,
      expected: `at most ${allowed}`,
      received: String(wanted),
      hint: "Take smaller batches, or a device with larger limits.",
    });
  }
}
