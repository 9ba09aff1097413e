import type { NamedSchedule } from "./schedule.ts";
import { transition, type TransitionOptions } from "./polynomial-schedule.ts";

/**
 * From one value to another in `transitionSteps` equal steps.
 *
 * @throws ArgumentInvalidError for values that are not finite, no steps, or an unknown option.
 * @example
 * ```ts
 * import { linearSchedule } from "@elegy/optimizers";
 *
 * const schedule = linearSchedule(1, 0, 4);
 * await schedule(1).item(); // => 0.75
 * ```
 */
export function linearSchedule(
  initValue: number,
  endValue: number,
  transitionSteps: number,
  options: TransitionOptions = {},
): NamedSchedule {
  return transition("linearSchedule", { initValue, endValue, power: 1, transitionSteps }, options);
}
