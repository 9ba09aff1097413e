import { ArgumentInvalidError } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { requireNumber, ranges } from "../options/require-number.ts";
import type { NamedSchedule, Schedule } from "./schedule.ts";

/**
 * One schedule after the other. Each counts from the boundary at which it begins.
 *
 * @param boundaries the counts at which the second and further ones begin.
 * @throws ArgumentInvalidError unless there is a boundary between every two schedules, in ascending order.
 * @example
 * ```ts
 * import { constantSchedule, joinSchedules, linearSchedule } from "@elegy/optimizers";
 *
 * const schedule = joinSchedules([linearSchedule(0, 1, 4), constantSchedule(0.5)], [2]);
 * await schedule(1).item(); // => 0.25
 * await schedule(2).item(); // => 0.5
 * ```
 */
export function joinSchedules(schedules: readonly Schedule[], boundaries: readonly number[]): NamedSchedule {
  requireBoundaries(schedules, boundaries);
  return (count) => {
    const steps = np.add(count, 0);
    const [first, ...others] = schedules.map((schedule, i) => schedule(steps.sub(boundaries[i - 1] ?? 0)));
    return others.reduce<ReturnType<NamedSchedule>>(
      (value, next, i) => np.where(steps.less(boundaries[i] ?? 0), value, next),
      np.add(first ?? 0, np.zeros(steps.shape)),
    );
  };
}

function requireBoundaries(schedules: readonly Schedule[], boundaries: readonly number[]): void {
  const ascending = boundaries.every((boundary, i) => boundary > (boundaries[i - 1] ?? -1));
  for (const boundary of boundaries) {
    requireNumber("joinSchedules", "boundaries", boundary, ranges.notNegativeCount);
  }
  if (schedules.length > 0 && schedules.length === boundaries.length + 1 && ascending) return;
  throw new ArgumentInvalidError({
    operation: "joinSchedules",
    problem: "the boundaries do not fit the schedules",
    expected: "one boundary between every two schedules, in ascending order",
    received: `${schedules.length} schedules and the boundaries ${JSON.stringify(boundaries)}`,
  });
}
