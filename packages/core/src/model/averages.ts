import type { GradientTransformation } from "@elegy/optimizers";
import { isStates } from "../states/is-states.ts";
import type { States } from "../states/states.ts";
import { StepResultInvalidError } from "./model-errors.ts";

/** Averages of the parameters over the steps so far: what `states.averages` holds. */
export interface Averages {
  /** As the parameters. */
  readonly params: unknown;
  /** Of the transformation that averages. */
  readonly state: unknown;
}

/** Of no step: the parameters themselves. */
export function firstAverages(average: GradientTransformation, netParams: unknown): Averages {
  return { params: netParams, state: average.init(netParams) };
}

/** With the parameters after one more step. */
export function averagesAfter(average: GradientTransformation, states: States, netParams: unknown): Averages {
  const { state } = averagesOf(states) ?? firstAverages(average, netParams);
  const [params, next] = average.update(netParams, state);
  return { params, state: next };
}

/**
 * Runs a step, whose states come last, on the averages of the parameters where there are some, and gives the states
 * their own parameters back.
 */
export function onAverages<R>(states: States, step: (states: States) => R): R {
  const averages = averagesOf(states);
  if (averages === null) return step(states);
  const result = step(states.update({ netParams: averages.params }));
  const after: unknown = Array.isArray(result) ? result.at(-1) : null;
  // What does not keep to its contract is named where the step returns to.
  if (!Array.isArray(result) || !isStates(after)) return result;
  const own: States = after.update({ netParams: states.netParams as unknown });
  return [...result.slice(0, -1), own] as R;
}

/**
 * A step of one's own may forget the averages, with which the model would then be evaluated as it was at first.
 *
 * @throws StepResultInvalidError
 */
export function requireAveraged(states: States, result: unknown): void {
  const after: unknown = Array.isArray(result) ? result.at(-1) : null;
  if (!isStates(after)) return;
  const averages = averagesOf(after);
  // What a transformation passes on is built anew, of the same tensors.
  if (averages !== null && after.diff(states).fields().includes("averages")) return;
  throw new StepResultInvalidError(
    "trainStep",
    "the averages of the parameters do not follow them",
    "new `averages` in the states, as the default trainStep returns them",
    averages === null ? "none" : "those of the step before",
    "Call super.trainStep, or leave `averageParams` out.",
  );
}

/** States that the user calls initialized may lack them. */
function averagesOf(states: States): Averages | null {
  const fields = new Map(states);
  return (fields.get("averages") ?? null) as Averages | null;
}
