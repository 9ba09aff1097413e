import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "MeanSquaredError";

/**
 * `(yTrue − yPred)²`, averaged over the last axis. Vectors hold one value per sample, so nothing is averaged.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.meanSquaredError(np.array([[0, 1], [0, 0]]), np.array([[1, 1], [1, 0]])).array(); // => [0.5,0.5]
 * ```
 */
export function meanSquaredError(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  return meanOverLast(np.square(predictions.sub(targets)));
}

/**
 * The mean squared error of targets and predictions of one shape.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const [yTrue, yPred] = [np.array([[0, 1], [0, 0]]), np.array([[1, 1], [1, 0]])];
 * const loss = new losses.MeanSquaredError();
 * await loss.call({ yTrue, yPred }).item(); // => 0.5
 * await loss.call({ yTrue, yPred, sampleWeight: np.array([0.7, 0.3]) }).item(); // => 0.25
 * ```
 */
export const MeanSquaredError: LossClass = lossClass(OPERATION, { perSample: meanSquaredError });
