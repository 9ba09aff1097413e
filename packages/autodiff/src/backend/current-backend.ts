import { ElegyError } from "../errors/elegy-error.ts";
import type { Backend } from "./backend.ts";

let current: Backend | null = null;

/** No device to compute on. */
export class BackendMissingError extends ElegyError {
  constructor() {
    super("ELEGY_BACKEND_MISSING", {
      operation: "setBackend",
      problem: "no backend is set",
      expected: "a backend before the first tensor",
      received: "none",
      hint: 'Install one and set it: import { cpu } from "@elegy/backend-cpu"; setBackend(cpu());',
    });
  }
}

/**
 * Sets the backend that new tensors live on and compiled functions run on. Tensors of an earlier backend keep
 * theirs.
 *
 * @example
 * ```ts
 * import { cpu } from "@elegy/backend-cpu";
 * setBackend(cpu());
 * ```
 */
export function setBackend(backend: Backend): void {
  current = backend;
}

/**
 * The backend in use.
 *
 * @throws BackendMissingError if none was set.
 * @example
 * ```ts
 * getBackend().name; // => cpu
 * ```
 */
export function getBackend(): Backend {
  if (current === null) throw new BackendMissingError();
  return current;
}
