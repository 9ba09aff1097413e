import { ArgumentInvalidError, formatSpec, isTensor, np, type Tensor } from "@elegy/autodiff";
import type { EmptyState, GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { requireLearningRate } from "./require-learning-rate.ts";
import { scale } from "./scale.ts";
import type { ScalarOrSchedule, Schedule } from "./schedule.ts";
import { incremented, zeroCount } from "./step-count.ts";

export interface ScaleByScheduleState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
}

/**
 * `−learningRate·u`: the updates of a descent.
 *
 * @param learningRate per update: a constant ≥ 0, or a schedule, which is asked with 0 for the first update.
 * @throws ArgumentInvalidError for a negative rate, or a schedule that returns no scalar.
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { scaleByLearningRate } from "@elegy/optimizers";
 *
 * const descent = scaleByLearningRate(0.5);
 * const [updates] = descent.update(np.ones([2]), descent.init(np.ones([2])));
 * await updates.array(); // => [-0.5,-0.5]
 * ```
 */
export function scaleByLearningRate(
  learningRate: ScalarOrSchedule,
): GradientTransformation<EmptyState | ScaleByScheduleState> {
  requireLearningRate("scaleByLearningRate", learningRate);
  if (typeof learningRate === "function") return scaleBySchedule(learningRate);
  return {
    ...scale(-learningRate),
    learningRate: () => np.full([], learningRate, { dtype: "float32" }),
  };
}

function scaleBySchedule(schedule: Schedule): GradientTransformation<ScaleByScheduleState> {
  const learningRate = ({ count }: ScaleByScheduleState): Tensor => scalarOf(schedule(count));
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount() };
    },
    update(updates, state) {
      const factor = learningRate(state).neg();
      return [mapTensors((u) => factor.astype(u.dtype).mul(u), updates), { count: incremented(state.count) }];
    },
    learningRate,
  };
}

function scalarOf(rate: unknown): Tensor {
  if (typeof rate === "number") return np.full([], rate, { dtype: "float32" });
  if (isTensor(rate) && rate.ndim === 0) return rate.astype("float32");
  throw new ArgumentInvalidError({
    operation: "optimizer",
    problem: "the schedule does not return a scalar",
    expected: "f32[] or a number",
    received: isTensor(rate) ? formatSpec(rate.spec) : typeof rate,
    hint: "A schedule takes the number of updates made, i32[], and returns the learning rate.",
  });
}
