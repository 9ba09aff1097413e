import { ranges, requireNumber } from "../options/require-number.ts";
import { joinSchedules } from "./join-schedules.ts";
import type { NamedSchedule } from "./schedule.ts";
import { warmupCosineDecaySchedule, type WarmupCosineDecayOptions } from "./warmup-cosine-decay-schedule.ts";

/** One cycle of {@link sgdrSchedule}. */
export interface SgdrCycle extends WarmupCosineDecayOptions {
  readonly initValue: number;
  readonly peakValue: number;
  readonly warmupSteps: number;
  /** All updates of the cycle, with those of the warm-up. */
  readonly decaySteps: number;
}

/**
 * Descent with warm restarts (Loshchilov and Hutter, 2016): cycles of `warmupCosineDecaySchedule`, one after the other.
 *
 * @throws ArgumentInvalidError without a cycle, or for one that is none.
 * @example
 * ```ts
 * import { sgdrSchedule } from "@elegy/optimizers";
 *
 * const cycle = { initValue: 0, peakValue: 1, warmupSteps: 2, decaySteps: 6 };
 * const schedule = sgdrSchedule([cycle, { ...cycle, peakValue: 0.5 }]);
 * await schedule(8).item(); // => 0.5
 * ```
 */
export function sgdrSchedule(cycles: readonly SgdrCycle[]): NamedSchedule {
  requireNumber("sgdrSchedule", "the number of cycles", cycles.length, ranges.count);
  const schedules = cycles.map(({ initValue, peakValue, warmupSteps, decaySteps, ...options }) =>
    warmupCosineDecaySchedule(initValue, peakValue, warmupSteps, decaySteps, options),
  );
  let end = 0;
  const ends = cycles.map(({ decaySteps }) => (end += decaySteps));
  return joinSchedules(schedules, ends.slice(0, -1));
}
