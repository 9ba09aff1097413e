import { States } from "./states.ts";

/** `true` for what `new States(…)` makes. */
export function isStates(value: unknown): value is States {
  return value instanceof States;
}
