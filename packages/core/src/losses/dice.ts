import type { Tensor } from "@elegy/autodiff";
import { type LossClass, lossClass } from "./loss-class.ts";
import { overlapLoss } from "./tversky.ts";

const OPERATION = "Dice";

/**
 * `1 − 2·Σ yTrue·yPred / (Σ yTrue + Σ yPred)` of each sample, from sums over all of its pixels.
 *
 * @param yTrue masks of 0 and 1, `f32[batch,…,k]`.
 * @param yPred of the same shape: probabilities.
 * @returns `f32[batch]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.dice(np.array([[1, 1, 0]]), np.array([[1, 0, 1]])).array(); // => [0.5]
 * ```
 */
export function dice(yTrue: Tensor, yPred: Tensor): Tensor {
  return overlapLoss(OPERATION, yTrue, yPred, {});
}

/**
 * How little masks overlap: per sample, as Keras with `axis` of all but the first.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.Dice();
 * await loss.call({ yTrue: np.array([[1, 1, 0]]), yPred: np.array([[1, 1, 0]]) }).item(); // => 0
 * ```
 */
export const Dice: LossClass = lossClass(OPERATION, { perSample: dice, leastAxes: 2 });
