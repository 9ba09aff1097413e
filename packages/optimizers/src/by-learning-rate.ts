import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { EmptyState, GradientTransformation } from "./gradient-transformation.ts";
import type { Hyperparameter } from "./options/hyperparameter.ts";
import { requireFloatLeaves } from "./options/require-float-leaves.ts";
import { requireLearningRate } from "./options/require-learning-rate.ts";
import type { ScalarOrSchedule, Schedule } from "./schedules/schedule.ts";
import { scheduledValue } from "./schedules/scheduled-value.ts";
import { incremented, zeroCount } from "./trees/step-count.ts";

export interface LearningRateState {
  /** The learning rate of the next update, `f32[]`. */
  readonly learningRate: Tensor;
}

export interface ScaleByScheduleState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
}

type Transform = <U>(updates: U, learningRate: Tensor, params: U | undefined) => U;

/**
 * A transformation that remembers its learning rate: a number stands in the state, so that it can be changed between
 * updates; of a schedule the state has the count; a tensor comes from outside, and the state has nothing.
 *
 * @throws ArgumentInvalidError for a negative rate, or a schedule that returns no scalar.
 */
export function byLearningRate(
  operation: string,
  learningRate: ScalarOrSchedule,
  transform: Transform,
): GradientTransformation<LearningRateState | ScaleByScheduleState | EmptyState> {
  requireLearningRate(operation, learningRate);
  if (typeof learningRate === "function") return bySchedule(learningRate, transform);
  if (typeof learningRate === "number") return byNumber(learningRate, transform);
  return {
    init: empty,
    update: (updates, state, params) => [transform(updates, learningRate, params), state],
    learningRate: () => learningRate.astype("float32"),
  };
}

function empty(params: unknown): EmptyState {
  requireFloatLeaves(params);
  return {};
}

function byNumber(learningRate: number, transform: Transform): GradientTransformation<LearningRateState> {
  return {
    init(params) {
      requireFloatLeaves(params);
      return { learningRate: np.full([], learningRate, { dtype: "float32" }) };
    },
    update: (updates, state, params) => [transform(updates, state.learningRate, params), state],
    learningRate: (state) => state.learningRate,
    withLearningRate: (_, rate) => ({ learningRate: rateTensor(rate) }),
  };
}

/** @throws ArgumentInvalidError for a rate that is negative or no scalar. */
export function rateTensor(rate: Hyperparameter): Tensor {
  requireLearningRate("withLearningRate", rate);
  return typeof rate === "number" ? np.full([], rate, { dtype: "float32" }) : rate.astype("float32");
}

function bySchedule(schedule: Schedule, transform: Transform): GradientTransformation<ScaleByScheduleState> {
  const learningRate = ({ count }: ScaleByScheduleState): Tensor => scheduledValue(schedule, count);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount() };
    },
    update: (updates, state, params) => [
      transform(updates, learningRate(state), params),
      { count: incremented(state.count) },
    ],
    learningRate,
  };
}
