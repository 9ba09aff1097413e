import { byLearningRate, type LearningRateState, type ScaleByScheduleState } from "../by-learning-rate.ts";
import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import { mapTensors } from "../trees/map-tensors.ts";

/**
 * `−learningRate·u`: the updates of a descent. A rate that is a number stands in the state, so that it can be changed between
 * updates without compiling a step again: `withLearningRate`.
 *
 * @param learningRate per update: a constant ≥ 0, or a schedule, which is asked with 0 for the first update.
 * @throws ArgumentInvalidError for a negative rate, or a schedule that returns no scalar.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByLearningRate } from "@elegy/optimizers";
 *
 * const descent = scaleByLearningRate(0.5);
 * const [updates] = descent.update(np.ones([2]), descent.init(np.ones([2])));
 * await updates.array(); // => [-0.5,-0.5]
 *
 * const slower = descent.withLearningRate(descent.init(np.ones([2])), 0.25);
 * await descent.update(np.ones([2]), slower)[0].array(); // => [-0.25,-0.25]
 * ```
 */
export function scaleByLearningRate(
  learningRate: ScalarOrSchedule,
): GradientTransformation<LearningRateState | ScaleByScheduleState | EmptyState> {
  return byLearningRate("scaleByLearningRate", learningRate, (updates, rate) => {
    const factor = rate.neg();
    return mapTensors((u) => u.mul(factor.astype(u.dtype)), updates);
  });
}
