import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { mapTensors, zerosLike } from "../trees/map-tensors.ts";
import { zeroCount } from "../trees/step-count.ts";

export interface ApplyEveryState {
  /** Updates since the last sum was given, `i32[]`. */
  readonly count: Tensor;
  /** Their sum, like the parameters. */
  readonly sum: unknown;
}

/**
 * The sum of every `k` updates with the last of them, and zeros before. It adds up finished updates: to add up gradients
 * and then make one update, take `accumulateGradients`.
 *
 * @throws ArgumentInvalidError unless `k` is a whole number ≥ 1.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { applyEvery } from "@elegy/optimizers";
 *
 * const pairs = applyEvery(2);
 * const [first, state] = pairs.update(np.ones([1]), pairs.init(np.zeros([1])));
 * const [second] = pairs.update(np.ones([1]), state);
 * await np.concatenate([first, second]).array(); // => [0,2]
 * ```
 */
export function applyEvery(k: number): GradientTransformation<ApplyEveryState> {
  requireNumber("applyEvery", "k", k, ranges.count);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { count: zeroCount(), sum: zerosLike(params) };
    },
    update(updates, { count, sum: before }) {
      const isFirst = count.equal(0);
      const isLast = count.equal(k - 1);
      const sum = mapTensors((u, s) => np.where(isFirst, u, s.add(u)), updates, before);
      const given = mapTensors((s) => np.where(isLast, s, 0), sum);
      return [given, { count: count.add(1).mod(k), sum }];
    },
  };
}
