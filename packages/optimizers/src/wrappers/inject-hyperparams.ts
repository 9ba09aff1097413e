import type { Tensor } from "@elegy/autodiff";
import { rateTensor } from "../by-learning-rate.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Hyperparameter, scalarTensor } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import { scheduledValue } from "../schedules/scheduled-value.ts";
import { castLike } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface InjectHyperparamsState<K extends string = string> {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** The hyperparameters of the last update, `f32[]` each; what is no schedule may be replaced. */
  readonly hyperparams: Readonly<Record<K, Tensor>>;
  /** The state of the optimizer inside. */
  readonly innerState: unknown;
}

/**
 * An optimizer whose hyperparameters stand in its state, so that each of them can follow a schedule, be changed between
 * updates without compiling a step again, or be mapped over by `vmap`.
 *
 * @param make the optimizer with given hyperparameters. A learning rate among them has to be called `learningRate`.
 * @param hyperparams numbers, or schedules.
 * @throws ArgumentInvalidError for what is neither, or what `make` refuses.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { injectHyperparams, linearSchedule, sgd } from "@elegy/optimizers";
 *
 * const optimizer = injectHyperparams(({ learningRate, momentum }) => sgd(learningRate, { momentum }), {
 *   learningRate: 0.5,
 *   momentum: linearSchedule(0, 0.9, 100),
 * });
 * const state = optimizer.init(np.zeros([1]));
 * await optimizer.update(np.ones([1]), state)[0].array(); // => [-0.5]
 * await optimizer.update(np.ones([1]), optimizer.withLearningRate(state, 2))[0].array(); // => [-2]
 * ```
 */
export function injectHyperparams<K extends string>(
  make: (hyperparams: Readonly<Record<K, Hyperparameter>>) => GradientTransformation,
  hyperparams: Readonly<Record<K, ScalarOrSchedule>>,
): GradientTransformation<InjectHyperparamsState<K>> {
  type State = InjectHyperparamsState<K>;
  const entries = Object.entries<ScalarOrSchedule>(hyperparams);
  for (const [name, value] of entries) {
    if (typeof value !== "function") {
      requireHyperparameter("injectHyperparams", name, value, ranges.finite);
    }
  }

  /** The schedules' values for a count, and the others' from a state, or those they begin with. */
  function valuesAt(count: Tensor, kept?: State["hyperparams"]): State["hyperparams"] {
    const values = entries.map(([name, value]) => {
      if (typeof value === "function") return [name, scheduledValue(value, count)] as const;
      return [name, kept?.[name as K] ?? scalarTensor(value)] as const;
    });
    // Each name has its value.
    return Object.fromEntries(values) as State["hyperparams"];
  }

  return {
    init(params) {
      const count = zeroCount();
      const first = valuesAt(count);
      make(withNumbers(first, entries));
      return { count, hyperparams: first, innerState: make(first).init(params) };
    },
    update(updates, state, params) {
      const current = valuesAt(state.count, state.hyperparams);
      const [transformed, innerState] = make(current).update(updates, state.innerState, params);
      return [
        // A hyperparameter is float32, and would widen what is narrower.
        castLike(transformed, updates),
        {
          count: incremented(state.count),
          hyperparams: current,
          innerState: castLike(innerState, state.innerState),
        },
      ];
    },
    ...learningRateAmong(hyperparams),
  };
}

/** With the numbers as such, so that `make` checks their ranges. */
function withNumbers<T extends Readonly<Record<string, Hyperparameter>>>(
  values: T,
  entries: readonly (readonly [string, ScalarOrSchedule])[],
): T {
  const numbers = entries.filter(([, value]) => typeof value === "number");
  return { ...values, ...Object.fromEntries(numbers) };
}

function learningRateAmong(
  hyperparams: Readonly<Record<string, ScalarOrSchedule>>,
): Pick<GradientTransformation<InjectHyperparamsState>, "learningRate" | "withLearningRate"> {
  const rate = hyperparams["learningRate"];
  if (rate === undefined) return {};
  if (typeof rate === "function") return { learningRate: ({ count }) => scheduledValue(rate, count) };
  return {
    learningRate: ({ hyperparams: kept }) => kept["learningRate"] ?? scalarTensor(rate),
    withLearningRate: (state, next) => ({
      ...state,
      hyperparams: { ...state.hyperparams, learningRate: rateTensor(next) },
    }),
  };
}
