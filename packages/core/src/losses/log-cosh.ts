import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "LogCosh";

/**
 * `ln cosh(yPred − yTrue)`, averaged over the last axis. Vectors hold one value per sample, so nothing is averaged.
 * Like half a square near 0, like a distance far off.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.logCosh(np.array([[0, 1], [0, 0]]), np.array([[1, 1], [0, 0]])).array(); // => [0.21689,0]
 * ```
 */
export function logCosh(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  const distance = np.abs(predictions.sub(targets));
  return meanOverLast(distance.add(nn.softplus(distance.mul(-2))).sub(Math.LN2));
}

/**
 * The logarithm of the hyperbolic cosine of the error.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.LogCosh();
 * await loss.call({ yTrue: np.array([0, 1]), yPred: np.array([1, 1]) }).item(); // => 0.21689
 * ```
 */
export const LogCosh: LossClass = lossClass(OPERATION, { perSample: logCosh });
