import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "MeanSquaredLogarithmicError";

/**
 * `(ln(yTrue + 1) − ln(yPred + 1))²`, where what is below 10⁻⁷ counts as 10⁻⁷; averaged over the last axis, but of
 * vectors.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.meanSquaredLogarithmicError(np.array([[0, 1], [0, 0]]), np.array([[1, 1], [0, 0]])).array(); // => [0.240226,0]
 * ```
 */
export function meanSquaredLogarithmicError(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred).map((values) =>
    np.log1p(np.maximum(values, EPSILON)),
  ) as [Tensor, Tensor];
  return meanOverLast(np.square(targets.sub(predictions)));
}

/**
 * The mean squared error of logarithms: of ratios rather than of differences.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.MeanSquaredLogarithmicError();
 * await loss.call({ yTrue: np.array([0, 1]), yPred: np.array([1, 1]) }).item(); // => 0.240226
 * ```
 */
export const MeanSquaredLogarithmicError: LossClass = lossClass(OPERATION, {
  perSample: meanSquaredLogarithmicError,
});
