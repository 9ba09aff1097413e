import type { Callback } from "../training/callback.ts";
import { CallbackMemoryInvalidError } from "./callback-memory-invalid-error.ts";
import { memoryOf } from "./memory-of.ts";

/** What all callbacks have to remember, in their order: trees of tensors and plain data. */
export function memoriesOf(callbacks: readonly Callback[]): readonly object[] {
  return callbacks.flatMap((callback) =>
    callback.memory === undefined ? [] : [{ name: nameOf(callback), memory: callback.memory() }],
  );
}

/**
 * Gives every callback back what it has to remember. One that is new has nothing to remember.
 *
 * @throws CallbackMemoryInvalidError if one that remembered is gone.
 */
export function distributeMemories(memories: unknown, callbacks: readonly Callback[]): void {
  const waiting = callbacks.filter(({ memory }) => memory !== undefined);
  for (const entry of Array.isArray(memories) ? memories : []) {
    const { name } = memoryOf("BackupAndRestore", entry, { name: "string" });
    const at = waiting.findIndex((callback) => nameOf(callback) === name);
    const [callback] = at === -1 ? [] : waiting.splice(at, 1);
    if (callback === undefined) {
      throw new CallbackMemoryInvalidError(
        "BackupAndRestore",
        "the run that was cut off had other callbacks",
        `a further ${name}`,
        callbacks.map(nameOf).join(", "),
      );
    }
    callback.remember?.((entry as { readonly memory?: unknown }).memory);
  }
}

function nameOf(callback: Callback): string {
  return callback.name ?? callback.constructor.name;
}
