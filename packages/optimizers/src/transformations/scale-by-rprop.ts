import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { hyperparameter, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";

export interface ScaleByRpropOptions {
  /** The factor of a step size when the sign of the gradient changes. Default 0.5. */
  readonly etaMinus?: Hyperparameter;
  /** The factor of a step size when it does not. Default 1.2. */
  readonly etaPlus?: Hyperparameter;
  /** Default 1e-6. */
  readonly minStepSize?: Hyperparameter;
  /** Default 50. */
  readonly maxStepSize?: Hyperparameter;
}

export interface ScaleByRpropState {
  /** The step sizes, like the parameters. */
  readonly stepSizes: unknown;
  /** The updates before, like the parameters. */
  readonly previousUpdates: unknown;
}

export const rpropOptions: OptionSpecs<ScaleByRpropOptions> = {
  etaMinus: hyperparameter(0.5, ranges.positive),
  etaPlus: hyperparameter(1.2, ranges.positive),
  minStepSize: hyperparameter(1e-6, ranges.notNegative),
  maxStepSize: hyperparameter(50, ranges.notNegative),
};

/**
 * A step size for each element times the sign of its gradient: it grows while the sign stays and shrinks when it changes,
 * and then nothing moves (Riedmiller and Braun, 1993; Igel and Hüsken, 2000). As in optax, a step is made when the next
 * gradient has confirmed its sign, so the first update is zero.
 *
 * @param learningRate the first step size of every element.
 * @throws ArgumentInvalidError for a negative number, or an unknown option.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByRprop } from "@elegy/optimizers";
 *
 * const rprop = scaleByRprop(0.25);
 * const [, state] = rprop.update(np.array([3, -0.5]), rprop.init(np.zeros([2])));
 * const [updates] = rprop.update(np.array([2, 0.5]), state);
 * await updates.array(); // => [0.25,0]
 * ```
 */
export function scaleByRprop(
  learningRate: number,
  options: ScaleByRpropOptions = {},
): GradientTransformation<ScaleByRpropState> {
  requireNumber("scaleByRprop", "learningRate", learningRate, ranges.notNegative);
  const { etaMinus, etaPlus, minStepSize, maxStepSize } = readOptions("scaleByRprop", rpropOptions, options);
  return {
    init(params) {
      requireFloatLeaves(params);
      const stepSizes = mapTensors((p) => np.fullLike(p, learningRate), params);
      return { stepSizes, previousUpdates: zerosLike(params) };
    },
    update(updates, state) {
      const agreement = mapTensors((u, before) => u.mul(before), updates, state.previousUpdates);
      const stepSizes = mapTensors(
        (size, a) => {
          const changed = size.mul(np.where(a.greater(0), etaPlus, etaMinus).astype(size.dtype));
          return np.where(a.equal(0), size, changed.clip(minStepSize, maxStepSize));
        },
        state.stepSizes,
        agreement,
      );
      const next = mapTensors(
        (u, a, size) => np.where(a.less(0), 0, size.mul(u.sign())),
        updates,
        agreement,
        stepSizes,
      );
      const confirmed = mapTensors(
        (before, a) => np.where(a.less(0), 0, before),
        state.previousUpdates,
        agreement,
      );
      // The trees are alike, and their types: all are of the parameters.
      return [confirmed as typeof updates, { stepSizes, previousUpdates: next }];
    },
  };
}
