import type { Tensor } from "@elegy/autodiff";
import type { Loss } from "../losses/loss.ts";
import { l1 } from "./l1-l2.ts";
import { type PenaltyOptions, penaltyClass } from "./penalty.ts";

export interface GlobalL1Options extends PenaltyOptions {
  /** Default 0.01. */
  readonly l?: number;
}

/**
 * The loss `l·Σ |p|` over all of `states.netParams`, biases and scales included.
 *
 * @throws ArgumentInvalidError for a factor that is negative or not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const loss = new regularizers.GlobalL1({ l: 0.1 });
 * const states = { netParams: { w: np.array([1, -2]), b: np.array([3]) } };
 * await loss.call({ yTrue: null, yPred: null, states }).item(); // => 0.6
 * ```
 */
export const GlobalL1: new (options?: GlobalL1Options) => Loss<Tensor> = penaltyClass<GlobalL1Options>(
  "GlobalL1",
  ["l"],
  ({ l }) => l1(l),
);
