import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "MeanAbsoluteError";

/**
 * `|yTrue − yPred|`, averaged over the last axis. Vectors hold one value per sample, so nothing is averaged.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.meanAbsoluteError(np.array([[0, 1], [0, 0]]), np.array([[2, 1], [1, 0]])).array(); // => [1,0.5]
 * ```
 */
export function meanAbsoluteError(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  return meanOverLast(np.abs(predictions.sub(targets)));
}

/**
 * The mean absolute error of targets and predictions of one shape.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.MeanAbsoluteError();
 * await loss.call({ yTrue: np.array([1, 2, 3]), yPred: np.array([2, 3, 4]) }).item(); // => 1
 * ```
 */
export const MeanAbsoluteError: LossClass = lossClass(OPERATION, { perSample: meanAbsoluteError });
