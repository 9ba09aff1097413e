import { DeviceOperationFailedError, DeviceOutOfMemoryError } from "../errors/device-errors.ts";

/**
 * Calls the binding, and tells what goes wrong apart.
 *
 * @param operands what the error says it was given.
 * @throws DeviceOutOfMemoryError, DeviceOperationFailedError
 */
export function calling<T>(operation: string, operands: () => string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (/OOM|out of memory|failed to allocate/i.test(String(error))) {
      throw new DeviceOutOfMemoryError(operation, error);
    }
    throw new DeviceOperationFailedError(operation, operands(), error);
  }
}
