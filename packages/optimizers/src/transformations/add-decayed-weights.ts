import type { EmptyState, GradientTransformation } from "../gradient-transformation.ts";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { ranges, requireHyperparameter } from "../options/require-number.ts";
import { requireParams } from "../options/require-params.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import type { ScalarOrSchedule, Schedule } from "../schedules/schedule.ts";
import { scheduledValue } from "../schedules/scheduled-value.ts";
import type { ScaleByScheduleState } from "../by-learning-rate.ts";
import { mapTensors } from "../trees/map-tensors.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";
import { stateless } from "../stateless.ts";
import { masked } from "../wrappers/masked.ts";
import type { Mask } from "../wrappers/select-leaves.ts";

/**
 * `u + weightDecay·p`: pulls the parameters towards zero.
 *
 * @param weightDecay a constant ≥ 0, or a schedule.
 * @param mask which parameters decay, as in `masked`: usually not biases. Default: all.
 * @throws ArgumentInvalidError for a decay that is not finite, or without parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { addDecayedWeights } from "@elegy/optimizers";
 *
 * const one = addDecayedWeights(0.25);
 * const params = np.array([1, -2]).astype("float32");
 * const [updates] = one.update(np.array([3, -0.5]), one.init(params), params);
 * await updates.array(); // => [3.25,-1]
 * ```
 */
export function addDecayedWeights(weightDecay: ScalarOrSchedule, mask?: Mask): GradientTransformation {
  const decay = typeof weightDecay === "function" ? scheduled(weightDecay) : constant(weightDecay);
  return mask === undefined ? decay : masked(decay, mask);
}

function constant(weightDecay: Hyperparameter): GradientTransformation<EmptyState> {
  requireHyperparameter("addDecayedWeights", "weightDecay", weightDecay, ranges.finite);
  return stateless((updates, params) => {
    const given = requireParams("addDecayedWeights", params);
    return weightDecay === 0 ? updates : mapTensors((u, p) => u.add(p.mul(weightDecay)), updates, given);
  });
}

function scheduled(weightDecay: Schedule): GradientTransformation<ScaleByScheduleState> {
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount() };
    },
    update(updates, { count }, params) {
      const given = requireParams("addDecayedWeights", params);
      const decay = scheduledValue(weightDecay, count);
      const decayed = mapTensors((u, p) => u.add(p.mul(decay.astype(p.dtype))), updates, given);
      return [decayed, { count: incremented(count) }];
    },
  };
}
