import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "Poisson";

/**
 * `yPred − yTrue·ln(yPred + 10⁻⁷)`: `−ln` of the likelihood of counts `yTrue` at rates `yPred`, up to what only
 * targets make; averaged over the last axis, but of vectors.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.poisson(np.array([[0, 1], [0, 0]]), np.array([[1, 1], [0, 0]])).array(); // => [1,0]
 * ```
 */
export function poisson(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  return meanOverLast(predictions.sub(targets.mul(np.log(predictions.add(EPSILON)))));
}

/**
 * The loss of Poisson regression: targets are counts, predictions rates.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.Poisson();
 * await loss.call({ yTrue: np.array([2, 0]), yPred: np.array([1, 1]) }).item(); // => 1
 * ```
 */
export const Poisson: LossClass = lossClass(OPERATION, { perSample: poisson });
