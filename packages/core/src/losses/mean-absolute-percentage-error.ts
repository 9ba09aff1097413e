import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "MeanAbsolutePercentageError";

/**
 * `100·|yTrue − yPred| / max(|yTrue|, 10⁻⁷)`, averaged over the last axis. Vectors hold one value per sample, so nothing is averaged.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.meanAbsolutePercentageError(np.array([[1, 1], [0.5, 2]]), np.array([[1, 1], [1, 2]])).array(); // => [0,50]
 * ```
 */
export function meanAbsolutePercentageError(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  const error = np.abs(predictions.sub(targets).div(np.maximum(np.abs(targets), EPSILON)));
  return meanOverLast(error).mul(100);
}

/**
 * The mean absolute error in percent of the targets.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.MeanAbsolutePercentageError();
 * await loss.call({ yTrue: np.array([2, 4]), yPred: np.array([1, 4]) }).item(); // => 25
 * ```
 */
export const MeanAbsolutePercentageError: LossClass = lossClass(OPERATION, {
  perSample: meanAbsolutePercentageError,
});
