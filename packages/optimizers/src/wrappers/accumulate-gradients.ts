import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { flag, type OptionSpecs, readOptions, unchecked } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { scheduledValue } from "../schedules/scheduled-value.ts";
import { castLike, mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { either } from "./either.ts";
import { learningRateOfInner } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";
import type { ShouldSkip } from "./skip-updates.ts";

export interface AccumulateGradientsOptions {
  /** Take the mean of the gradients; `false`: their sum. Default `true`. */
  readonly useGradMean?: boolean;
  /** Which gradients are left out and not counted, such as `skipNotFinite`. Default: none. */
  readonly shouldSkip?: ShouldSkip | undefined;
}

export interface AccumulateGradientsState {
  /** Gradients since the last step of the optimizer, `i32[]`. */
  readonly miniStep: Tensor;
  /** Steps that the optimizer has made, `i32[]`. */
  readonly gradientStep: Tensor;
  /** Gradients left out, `i32[]`. */
  readonly skipped: Tensor;
  /** The mean or sum so far, like the parameters; `float32` for parameters in `float16`. */
  readonly accumulated: unknown;
  /** The state of the optimizer inside. */
  readonly innerState: unknown;
}

const OPTIONS: OptionSpecs<AccumulateGradientsOptions> = {
  useGradMean: flag(true),
  shouldSkip: unchecked<ShouldSkip | undefined>(undefined),
};

/**
 * An optimizer that makes one step with the mean of the gradients of `everyK` batches (`MultiSteps` of optax), and none in
 * between: as with a batch that is so many times as large.
 *
 * @param everyK a whole number ≥ 1, or a function of the number of steps made.
 * @throws ArgumentInvalidError for another `everyK`, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { accumulateGradients, sgd } from "@elegy/optimizers";
 *
 * const optimizer = accumulateGradients(sgd(1), 2);
 * const [first, state] = optimizer.update(np.array([1.5]), optimizer.init(np.zeros([1])));
 * const [second] = optimizer.update(np.array([2.5]), state);
 * await np.concatenate([first, second]).array(); // => [0,-2]
 * ```
 */
export function accumulateGradients(
  inner: GradientTransformation,
  everyK: number | Schedule,
  options: AccumulateGradientsOptions = {},
): GradientTransformation<AccumulateGradientsState> {
  requireTransformation("accumulateGradients", "the first argument", inner);
  if (typeof everyK !== "function") requireNumber("accumulateGradients", "everyK", everyK, ranges.count);
  const { useGradMean, shouldSkip } = readOptions("accumulateGradients", OPTIONS, options);

  const isLast = ({ miniStep, gradientStep }: AccumulateGradientsState): Tensor => {
    const steps =
      typeof everyK === "function" ? scheduledValue(everyK, gradientStep).astype("int32") : everyK;
    return miniStep.add(1).greaterEqual(steps);
  };

  function advance<U>(updates: U, state: AccumulateGradientsState, params?: U): Result<U> {
    const accumulated = added(updates, state, useGradMean);
    const step = (): Result<U> => {
      const [stepped, innerState] = inner.update(
        castLike(accumulated, updates) as U,
        state.innerState,
        params,
      );
      const counts = { miniStep: zeroCount(), gradientStep: incremented(state.gradientStep) };
      return [stepped, { ...state, ...counts, accumulated: zerosLike(accumulated), innerState }];
    };
    const wait = (): Result<U> => [
      zerosLike(updates),
      { ...state, miniStep: incremented(state.miniStep), accumulated },
    ];
    return either(isLast(state), step, wait);
  }

  return {
    init: (params) => ({
      miniStep: zeroCount(),
      gradientStep: zeroCount(),
      skipped: zeroCount(),
      accumulated: mapTensors((p) => np.zeros(p.shape, { dtype: sumDtype(p) }), params),
      innerState: inner.init(params),
    }),
    update<U>(updates: U, state: AccumulateGradientsState, params?: U) {
      if (!shouldSkip) return advance(updates, state, params);
      return either<Result<U>>(
        shouldSkip(updates),
        () => [zerosLike(updates), { ...state, skipped: incremented(state.skipped) }],
        () => advance(updates, state, params),
      );
    },
    ...learningRateOfInner<AccumulateGradientsState>(inner),
  };
}

type Result<U> = readonly [U, AccumulateGradientsState];

function sumDtype({ dtype }: Tensor): Tensor["dtype"] {
  return dtype === "float16" ? "float32" : dtype;
}

function added(
  updates: unknown,
  { accumulated, miniStep }: AccumulateGradientsState,
  isMean: boolean,
): unknown {
  const count = miniStep.add(1);
  return mapTensors(
    (sum, u) => {
      const next = u.astype(sum.dtype);
      return isMean ? sum.add(next.sub(sum).div(count.astype(sum.dtype))) : sum.add(next);
    },
    accumulated,
    updates,
  );
}
