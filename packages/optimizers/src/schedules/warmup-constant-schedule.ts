import { ranges, requireNumber } from "../options/require-number.ts";
import { constantSchedule } from "./constant-schedule.ts";
import { linearSchedule } from "./linear-schedule.ts";
import type { NamedSchedule } from "./schedule.ts";

/**
 * From one value to another in `warmupSteps` equal steps, and so on.
 *
 * @throws ArgumentInvalidError for values that are not finite, or steps that are not whole.
 * @example
 * ```ts
 * import { warmupConstantSchedule } from "@elegy/optimizers";
 *
 * const schedule = warmupConstantSchedule(0, 1, 4);
 * await schedule(1).item(); // => 0.25
 * ```
 */
export function warmupConstantSchedule(
  initValue: number,
  peakValue: number,
  warmupSteps: number,
): NamedSchedule {
  requireNumber("warmupConstantSchedule", "warmupSteps", warmupSteps, ranges.notNegativeCount);
  return warmup(initValue, peakValue, warmupSteps);
}

/** Linear up to the peak; without steps the peak from the start. */
export function warmup(initValue: number, peakValue: number, steps: number): NamedSchedule {
  return steps === 0 ? constantSchedule(peakValue) : linearSchedule(initValue, peakValue, steps);
}
