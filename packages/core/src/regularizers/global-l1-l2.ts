import type { Tensor } from "@elegy/autodiff";
import type { Loss } from "../losses/loss.ts";
import { l1l2, type L1L2Options } from "./l1-l2.ts";
import { type PenaltyOptions, penaltyClass } from "./penalty.ts";

/**
 * The loss `l1·Σ |p| + l2·Σ p²` over all of `states.netParams`, biases and scales included.
 *
 * @throws ArgumentInvalidError for a factor that is negative or not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const loss = new regularizers.GlobalL1L2({ l1: 0.1, l2: 0.01 });
 * const states = { netParams: { w: np.array([1, -2]), b: np.array([3]) } };
 * await loss.call({ yTrue: null, yPred: null, states }).item(); // => 0.74
 * loss.name; // => global_l1_l2
 * ```
 */
export const GlobalL1L2: new (options?: PenaltyOptions & L1L2Options) => Loss<Tensor> =
  penaltyClass<L1L2Options>("GlobalL1L2", ["l1", "l2"], l1l2);
