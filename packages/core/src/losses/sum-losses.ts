import { np, type Tensor } from "@elegy/autodiff";
import { type CollectedLoss, TOTAL } from "./collect-losses.ts";
import type { LossInputs } from "./loss.ts";

/**
 * Every loss of one batch and their total, `f32[]` each. A loss that is not reduced counts with its mean.
 *
 * @returns the total and the logs: the total as `loss`, then each loss under its name.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const collected = losses.collectLosses([({ yPred }) => yPred.mean(), ({ yPred }) => yPred.max()]);
 * const [total, logs] = losses.sumLosses(collected, { yTrue: null, yPred: np.array([1.5, 2.5]) });
 * await total.item(); // => 4.5
 * Object.keys(logs); // => ["loss","loss_1","loss_2"]
 * ```
 */
export function sumLosses(
  collected: readonly CollectedLoss[],
  inputs: LossInputs<unknown>,
): readonly [total: Tensor, logs: Readonly<Record<string, Tensor>>] {
  const values = collected.map(({ name, loss }) => [name, loss.call(inputs).mean()] as const);
  const total = values.reduce<Tensor | null>((sum, [, value]) => sum?.add(value) ?? value, null);
  const loss = total ?? np.zeros([]);
  return [loss, { [TOTAL]: loss, ...Object.fromEntries(values) }];
}
