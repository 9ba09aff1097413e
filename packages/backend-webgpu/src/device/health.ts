import type { ElegyError } from "@elegy/autodiff/spi";
import { DeviceFailedError } from "../errors/device-failed-error.ts";
import { DeviceLostError } from "../errors/device-lost-error.ts";
import { DeviceOutOfMemoryError } from "../errors/device-out-of-memory-error.ts";

/**
 * What went wrong on a device, which tells it later than at the call that caused it. The first failure is thrown by whatever
 * is asked of the backend next; a lost device stays lost.
 */
export class Health {
  #lost: ((operation: string) => ElegyError) | null = null;
  #failure: ElegyError | null = null;
  #ended = false;

  constructor(device: GPUDevice) {
    void this.#watch(device);
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.report(
        isOutOfMemory(event.error)
          ? new DeviceOutOfMemoryError("webgpu", event.error.message)
          : new DeviceFailedError("webgpu", event.error.message),
      );
    });
  }

  async #watch(device: GPUDevice): Promise<void> {
    const { reason, message } = await device.lost;
    if (!this.#ended) this.#lost = (operation) => new DeviceLostError(operation, reason, message);
  }

  /** From now on a loss is what was asked for. */
  end(): void {
    this.#ended = true;
  }

  report(failure: ElegyError): void {
    this.#failure ??= failure;
  }

  /** @throws DeviceLostError, and what was reported, once. */
  check(operation: string): void {
    const failure = this.#lost?.(operation) ?? this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }
}

// In Node there is no global class to ask.
function isOutOfMemory(error: GPUError): boolean {
  return error.constructor.name === "GPUOutOfMemoryError";
}
