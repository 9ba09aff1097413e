import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";

export interface ScaleByOptimisticGradientOptions {
  /** The weight of the gradient. Default 1. */
  readonly alpha?: Hyperparameter;
  /** The weight of its change since the update before. Default 1. */
  readonly beta?: Hyperparameter;
}

export interface ScaleByOptimisticGradientState {
  /** Whether there was no update yet, `bool[]`. */
  readonly isInitialStep: Tensor;
  /** The last gradients, like the parameters. */
  readonly previousGradient: unknown;
}

export const optimisticOptions: OptionSpecs<ScaleByOptimisticGradientOptions> = {
  alpha: hyperparameter(1, ranges.finite),
  beta: hyperparameter(1, ranges.finite),
};

/**
 * `(alpha + beta)·u − beta·u′`, where `u′` is the gradient before: it looks ahead by the last change (Mokhtari et al.,
 * 2019).
 *
 * @throws ArgumentInvalidError for an option that is not finite, or an unknown one.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByOptimisticGradient } from "@elegy/optimizers";
 *
 * const optimistic = scaleByOptimisticGradient();
 * const [, state] = optimistic.update(np.ones([1]), optimistic.init(np.zeros([1])));
 * const [second] = optimistic.update(np.full([1], 1.5), state);
 * await second.array(); // => [2]
 * ```
 */
export function scaleByOptimisticGradient(
  options: ScaleByOptimisticGradientOptions = {},
): GradientTransformation<ScaleByOptimisticGradientState> {
  const { alpha, beta } = readOptions("scaleByOptimisticGradient", optimisticOptions, options);
  const sum = typeof alpha === "number" && typeof beta === "number" ? alpha + beta : np.add(alpha, beta);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { isInitialStep: np.ones([], { dtype: "bool" }), previousGradient: zerosLike(params) };
    },
    update(updates, { isInitialStep, previousGradient }) {
      const scaled = mapTensors(
        (u, before) => u.mul(sum).sub(np.where(isInitialStep, u, before).mul(beta)),
        updates,
        previousGradient,
      );
      return [scaled, { isInitialStep: np.zeros([], { dtype: "bool" }), previousGradient: updates }];
    },
  };
}
