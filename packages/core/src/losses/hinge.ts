import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast } from "./float-pair.ts";
import { hingeLabels } from "./hinge-labels.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "Hinge";

/**
 * `max(1 − yTrue·yPred, 0)`, averaged over the last axis, but of vectors.
 * If all targets are 0 or 1, a 0 means −1.
 *
 * @param yTrue −1 or 1, `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.hinge(np.array([-1, 1]), np.array([-0.5, 0])).array(); // => [0.5,1]
 * ```
 */
export function hinge(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  return meanOverLast(np.maximum(np.subtract(1, hingeLabels(targets).mul(predictions)), 0));
}

/**
 * The hinge loss: no loss beyond a margin of 1.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.Hinge();
 * await loss.call({ yTrue: np.array([-1, 1]), yPred: np.array([-0.5, 0]) }).item(); // => 0.75
 * ```
 */
export const Hinge: LossClass = lossClass(OPERATION, { perSample: hinge, binary: true });
