import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { zerosLike } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { either } from "./either.ts";
import { isAllFinite } from "./finite.ts";
import { learningRateOfInner } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";

export interface ApplyIfFiniteState {
  /** Updates with NaN or infinity since the last finite one, `i32[]`. */
  readonly notFiniteCount: Tensor;
  /** Whether the last update was finite, `bool[]`. */
  readonly lastFinite: Tensor;
  /** Updates with NaN or infinity, `i32[]`. */
  readonly totalNotFinite: Tensor;
  /** The state of the optimizer inside. */
  readonly innerState: unknown;
}

/**
 * An optimizer that makes no step, and changes no state, if a gradient is NaN or infinite; but after
 * `maxConsecutiveErrors` of these in a row it does, so that a training which is lost comes to an end.
 *
 * @throws ArgumentInvalidError unless `maxConsecutiveErrors` is a whole number ≥ 0.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyIfFinite, sgd } from "@elegy/optimizers";
 *
 * const optimizer = applyIfFinite(sgd(0.5), 3);
 * const [updates, state] = optimizer.update(np.array([1, NaN]), optimizer.init(np.ones([2])));
 * await updates.array(); // => [0,0]
 * await state.totalNotFinite.item(); // => 1
 * ```
 */
export function applyIfFinite(
  inner: GradientTransformation,
  maxConsecutiveErrors: number,
): GradientTransformation<ApplyIfFiniteState> {
  requireTransformation("applyIfFinite", "the first argument", inner);
  requireNumber("applyIfFinite", "maxConsecutiveErrors", maxConsecutiveErrors, ranges.notNegativeCount);
  return {
    init: (params) => ({
      notFiniteCount: zeroCount(),
      lastFinite: np.ones([], { dtype: "bool" }),
      totalNotFinite: zeroCount(),
      innerState: inner.init(params),
    }),
    update<U>(updates: U, state: ApplyIfFiniteState, params?: U) {
      const lastFinite = isAllFinite(updates);
      const notFiniteCount = np.where(lastFinite, 0, incremented(state.notFiniteCount));
      const [applied, innerState] = either<readonly [U, unknown]>(
        lastFinite.logicalOr(notFiniteCount.greater(maxConsecutiveErrors)),
        () => inner.update(updates, state.innerState, params),
        () => [zerosLike(updates), state.innerState],
      );
      const totalNotFinite = np.where(lastFinite, state.totalNotFinite, incremented(state.totalNotFinite));
      return [applied, { notFiniteCount, lastFinite, totalNotFinite, innerState }];
    },
    ...learningRateOfInner<ApplyIfFiniteState>(inner),
  };
}
