import { ElegyError } from "../errors/elegy-error.ts";
import type { Backend } from "./backend.ts";
import { requireBackend } from "./require-backend.ts";

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
 * Sets the backend that new tensors are made on. Tensors of an earlier backend stay there, and what is computed of them
 * alone is computed there: {@link devicePut} and `x.to(backend)` move them.
 *
 * @throws ArgumentInvalidError for what is no backend, such as a promise of one.
 * @example
 * ```ts
 * import { cpu } from "@elegy/backend-cpu";
 * setBackend(cpu());
 * ```
 */
export function setBackend(backend: Backend): void {
  requireBackend("setBackend", backend);
  current = backend;
}

/** The backend in use, if one is. */
export function backendIfSet(): Backend | null {
  return current;
}

/** Runs `f` with a backend in use, and leaves the one before as it was. */
export function withBackend<R>(backend: Backend | null, f: () => R): R {
  const before = current;
  current = backend;
  try {
    return f();
  } finally {
    current = before;
  }
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
