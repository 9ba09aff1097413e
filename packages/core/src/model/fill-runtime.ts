import { fillStates, requireWhole } from "../persistence/fill-states.ts";
import type { LoadReport } from "../persistence/load-report.ts";
import { ModelUninitializedError } from "./model-errors.ts";
import type { Runtime } from "./runtime.ts";

/**
 * Puts given tensors in place of those of the states that have their names.
 *
 * @param whole fields of which every tensor has to be given.
 * @throws ModelUninitializedError before there are states to compare with; StatesMismatchError for a field that is not whole.
 */
export function fillRuntime(
  runtime: Runtime,
  operation: string,
  given: ReadonlyMap<string, unknown>,
  whole: readonly string[] = [],
): LoadReport {
  if (!runtime.initialized) throw new ModelUninitializedError(operation);
  const { states, report } = fillStates<object>(runtime.states, given);
  requireWhole(operation, report, whole);
  runtime.restore({ ...states });
  return report;
}
