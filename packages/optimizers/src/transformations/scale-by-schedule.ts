import { ArgumentInvalidError } from "@elegy/autodiff";
import type { ScaleByScheduleState } from "../by-learning-rate.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { describe } from "../options/require-number.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { scheduledValue } from "../schedules/scheduled-value.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

/**
 * Updates times what a schedule gives for the number of updates made. It does not descend: for that, take
 * `scaleByLearningRate`.
 *
 * @throws ArgumentInvalidError for what is no function, or returns no scalar.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleBySchedule } from "@elegy/optimizers";
 *
 * const growing = scaleBySchedule((count) => count.add(2));
 * const [updates] = growing.update(np.array([1.5, -0.5]), growing.init(np.zeros([2])));
 * await updates.array(); // => [3,-1]
 * ```
 */
export function scaleBySchedule(schedule: Schedule): GradientTransformation<ScaleByScheduleState> {
  if (typeof schedule !== "function") {
    throw new ArgumentInvalidError({
      operation: "scaleBySchedule",
      problem: "the schedule is no function",
      expected: "(count) => number or tensor",
      received: describe(schedule),
    });
  }
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount() };
    },
    update(updates, { count }) {
      const factor = scheduledValue(schedule, count);
      return [mapTensors((u) => u.mul(factor.astype(u.dtype)), updates), { count: incremented(count) }];
    },
  };
}
