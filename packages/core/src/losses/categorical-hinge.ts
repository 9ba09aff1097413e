import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { classPair } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "CategoricalHinge";

/**
 * `max(1 + max (1 − yTrue)·yPred − Σ yTrue·yPred, 0)` over the last axis.
 *
 * @param yTrue one-hot, `f32[batch,…,classes]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.categoricalHinge(np.array([[0, 1, 0]]), np.array([[0.5, 1, 0]])).array(); // => [0.5]
 * ```
 */
export function categoricalHinge(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = classPair(OPERATION, yTrue, yPred);
  const right = targets.mul(predictions).sum({ axis: -1 });
  const wrong = np.subtract(1, targets).mul(predictions).max({ axis: -1 });
  return np.maximum(wrong.sub(right).add(1), 0);
}

/**
 * The hinge loss of the right class against the strongest wrong one.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.CategoricalHinge();
 * await loss.call({ yTrue: np.array([[0, 1, 0]]), yPred: np.array([[0.5, 1, 0]]) }).item(); // => 0.5
 * ```
 */
export const CategoricalHinge: LossClass = lossClass(OPERATION, {
  perSample: categoricalHinge,
  leastAxes: 2,
});
