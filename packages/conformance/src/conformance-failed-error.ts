import { ElegyError } from "@elegy/autodiff";

/** A backend computed something else than it has to. */
export class ConformanceFailedError extends ElegyError {
  constructor(operation: string, problem: string, expected: string, received: string) {
    super("ELEGY_CONFORMANCE_FAILED", { operation, problem, expected, received });
  }
}
