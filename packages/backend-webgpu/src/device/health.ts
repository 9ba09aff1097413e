import type { ElegyError } from "@elegy/autodiff/spi";
import { DeviceFailedError } from "../errors/device-failed-error.ts";
import { DeviceLostError } from "../errors/device-lost-error.ts";
import { DeviceOutOfMemoryError } from "../errors/device-out-of-memory-error.ts";

/** The kinds of errors that a device tells of; of several, the first one here is what the others follow from. */
const KINDS = ["out-of-memory", "internal", "validation"] as const;

/** Hears what the device has against commands, also in its own words; or `null`, nothing. */
export type Judged = (failure: ElegyError | null, words: string) => void | Promise<void>;

/**
 * What went wrong on a device, which tells it later than at the call that caused it. The first failure is thrown by whatever
 * is asked of the backend next; a lost device stays lost.
 */
export class Health {
  readonly #device: GPUDevice;
  #lost: ((operation: string) => ElegyError) | null = null;
  #failure: ElegyError | null = null;
  #ended = false;
  #judged: Promise<void> = Promise.resolve();

  /** @param isOwn whether all that is done on the device is the backend's. */
  constructor(device: GPUDevice, isOwn: boolean) {
    this.#device = device;
    void this.#watchLoss();
    if (!isOwn) return;
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      const kind = isOutOfMemory(event.error) ? "out-of-memory" : "validation";
      this.report(failureOf("webgpu", kind, event.error));
    });
  }

  /**
   * Gives commands to the device. Whether it has something against them, it says later: `judged` hears of it, after
   * those who asked before.
   */
  watch<T>(operation: string, commands: () => T, judged: Judged): T {
    for (const kind of KINDS) this.#device.pushErrorScope(kind);
    try {
      return commands();
    } finally {
      // A device that is lost has no more to say.
      const errors = KINDS.toReversed().map(() => this.#device.popErrorScope().catch(() => null));
      this.#judged = tell(this.#judged, operation, errors.toReversed(), judged);
    }
  }

  /** When the device has told of all that was watched so far. */
  judged(): Promise<void> {
    return this.#judged;
  }

  /** From now on a loss is what was asked for. */
  end(): void {
    this.#ended = true;
  }

  report(failure: ElegyError): void {
    this.#failure ??= failure;
  }

  /** A failure to throw: whoever hears of it from a tensor need not hear it again. */
  told(failure: unknown): unknown {
    if (this.#failure === failure) this.#failure = null;
    return failure;
  }

  /** @throws DeviceLostError */
  requireDevice(operation: string): void {
    const failure = this.#lost?.(operation) ?? null;
    if (failure !== null) throw failure;
  }

  /** @throws DeviceLostError, and what was reported, once. */
  check(operation: string): void {
    this.requireDevice(operation);
    if (this.#failure !== null) throw this.told(this.#failure);
  }

  /** Why a buffer could not be read. */
  async explain(operation: string, error: unknown): Promise<ElegyError> {
    // No buffer is given up while it is read: a reading is broken off by nothing but a loss.
    if (error instanceof Error && error.name === "AbortError") await this.#device.lost;
    return this.#lost?.(operation) ?? new DeviceFailedError(operation, String(error));
  }

  async #watchLoss(): Promise<void> {
    const { reason, message } = await this.#device.lost;
    if (!this.#ended) this.#lost = (operation) => new DeviceLostError(operation, reason, message);
  }
}

/** @param errors one or none of each kind. */
async function tell(
  before: Promise<void>,
  operation: string,
  errors: readonly Promise<GPUError | null>[],
  judged: Judged,
): Promise<void> {
  await before;
  for (const [index, kind] of KINDS.entries()) {
    const error = await errors[index];
    if (error) return judged(failureOf(operation, kind, error), error.message);
  }
  return judged(null, "");
}

function failureOf(operation: string, kind: (typeof KINDS)[number], { message }: GPUError): ElegyError {
  return kind === "out-of-memory"
    ? new DeviceOutOfMemoryError(operation, message)
    : new DeviceFailedError(operation, message);
}

// In Node there is no global class to ask.
function isOutOfMemory(error: GPUError): boolean {
  return error.constructor.name === "GPUOutOfMemoryError";
}
