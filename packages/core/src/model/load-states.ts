import { fieldsOf, fillStates, leavesByName, requireWhole } from "../persistence/fill-states.ts";
import type { LoadReport } from "../persistence/load-report.ts";
import { loadModelFolder } from "../persistence/model-folder.ts";
import { type LoadWeightsOptions, readWeights } from "../persistence/read-weights.ts";
import { restoreStates } from "../persistence/restore-states.ts";
import { tensorsOfHost } from "../persistence/tensors-of-host.ts";
import { States } from "../states/states.ts";
import { ModelUninitializedError } from "./model-errors.ts";
import type { Runtime } from "./runtime.ts";

// `Model` imports this file when it loads: a page that only trains does without.

/** Takes the states of a folder for its own, all of them: see `Model.load`. */
export async function loadStates(runtime: Runtime, path: string): Promise<void> {
  const { states } = await loadModelFolder(path);
  restore(runtime, states);
}

/** Takes the tensors of a folder that fit: see `Model.load`. */
export async function loadFittingStates(runtime: Runtime, path: string): Promise<LoadReport> {
  const { states } = await loadModelFolder(path);
  return fill(runtime, "load", leavesByName(states), []);
}

/** Takes the tensors of a safetensors file: see `Model.loadWeights`. */
export async function loadWeights(
  runtime: Runtime,
  source: string | Uint8Array,
  options: LoadWeightsOptions,
): Promise<LoadReport> {
  const weights = await readWeights(source, options, runtime.states.fields());
  const whole = options.partial ? [] : ["netParams", ...fieldsOf(weights)];
  return fill(runtime, "loadWeights", weights, whole);
}

/**
 * Puts given tensors in place of those of the states that have their names.
 *
 * @param whole fields of which every tensor has to be given.
 * @throws ModelUninitializedError before there are states to compare with; StatesMismatchError for a field that is not whole.
 */
function fill(
  runtime: Runtime,
  operation: string,
  given: ReadonlyMap<string, unknown>,
  whole: readonly string[],
): LoadReport {
  if (!runtime.initialized) throw new ModelUninitializedError(operation);
  const { states, report } = fillStates<object>(runtime.states, given);
  requireWhole(operation, report, whole);
  restore(runtime, { ...states });
  return report;
}

function restore(runtime: Runtime, saved: Readonly<Record<string, unknown>>): void {
  const fitting = runtime.initialized ? restoreStates("load", runtime.states, saved) : new States(saved);
  runtime.restore(tensorsOfHost(fitting) as States);
}
