import * as np from "@elegy/autodiff/np";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule, Schedule } from "./schedule.ts";

/**
 * A schedule that is asked with the number of epochs made, where an optimizer counts updates.
 *
 * @param stepsPerEpoch updates in an epoch.
 * @throws ArgumentInvalidError unless `stepsPerEpoch` is a whole number ≥ 1.
 * @example
 * ```ts
 * import { perEpoch } from "@elegy/optimizers";
 *
 * const schedule = perEpoch((epoch) => epoch.add(1), 10);
 * await schedule(25).item(); // => 3
 * ```
 */
export function perEpoch(schedule: Schedule, stepsPerEpoch: number): NamedSchedule {
  requireNumber("perEpoch", "stepsPerEpoch", stepsPerEpoch, ranges.count);
  return (count) => np.add(schedule(np.floorDivide(count, stepsPerEpoch)), 0).astype("float32");
}
