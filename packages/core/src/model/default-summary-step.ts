import { evalShape, type SummaryLayer } from "@elegy/autodiff";
import type { Collected } from "../hooks/collected.ts";
import { withHooks } from "../hooks/hook-context.ts";
import type { States, UntypedFields } from "../states/states.ts";
import { type SummaryParts, type SummaryRow, summaryRows } from "../summary/summary-rows.ts";
import type { StepOwner } from "./default-steps.ts";
import { ModelUninitializedError } from "./model-errors.ts";
import { checked } from "./step-contract.ts";
import type { SummaryInputs } from "./steps.ts";

/**
 * Describes inputs, layers or parameters, and outputs without computing them; of a model that makes no predictions
 * inputs and parameters only.
 *
 * @throws ModelUninitializedError for such a model without parameters.
 */
export function defaultSummaryStep(
  owner: StepOwner,
  { x, states }: SummaryInputs<UntypedFields, unknown>,
): readonly SummaryRow[] {
  const initializing = (states.netParams ?? null) === null;
  if (!owner.predicts()) {
    if (initializing) throw new ModelUninitializedError("summary");
    return summaryRows({ ...keptParts(owner, states), x });
  }
  let rows: readonly SummaryRow[] = [];
  evalShape(
    (inputs: unknown, before: States) => {
      const [[yPred, after], { summaries }] = withHooks(
        () => {
          const result = owner.predStep({ x: inputs, states: before, initializing, training: true });
          return checked("predStep", result, before, initializing);
        },
        { summarizing: true },
      );
      // Traced tensors have a shape and a dtype, for as long as this runs.
      rows = summaryRows({ ...keptParts(owner, after), x: inputs, yPred, layers: layersOf(summaries) });
      return [];
    },
    x,
    states,
  );
  return rows;
}

function keptParts(
  { frozen }: StepOwner,
  states: States,
): Pick<SummaryParts, "netParams" | "netStates" | "frozen"> {
  const { netParams = null, netStates = null } = Object.fromEntries(states) as Partial<UntypedFields>;
  return { netParams, netStates, frozen: frozen?.paths(netParams) ?? new Set() };
}

function layersOf(summaries: Collected["summaries"]): readonly SummaryLayer[] {
  return summaries.flatMap((entry) =>
    Object.entries(entry).flatMap(([path, outputs]) =>
      Object.entries(outputs).map(([type, output]) => ({ path, output, ...(type === "" ? {} : { type }) })),
    ),
  );
}
