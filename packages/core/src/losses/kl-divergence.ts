import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { classPair, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "KLDivergence";

/**
 * `Σ yTrue·ln(yTrue / yPred)` over the last axis; probabilities below 10⁻⁷ count as 10⁻⁷, above 1 as 1.
 *
 * @param yTrue `f32[batch,…,classes]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.klDivergence(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])).array(); // => [0.143841]
 * ```
 */
export function klDivergence(yTrue: Tensor, yPred: Tensor): Tensor {
  const [targets, predictions] = classPair(OPERATION, yTrue, yPred).map((values) =>
    np.clip(values, EPSILON, 1),
  ) as [Tensor, Tensor];
  return targets.mul(np.log(targets.div(predictions))).sum({ axis: -1 });
}

/**
 * The Kullback–Leibler divergence of predicted distributions from the targets.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.KLDivergence();
 * await loss.call({ yTrue: np.array([[0.5, 0.5]]), yPred: np.array([[0.25, 0.75]]) }).item(); // => 0.143841
 * ```
 */
export const KLDivergence: LossClass = lossClass(OPERATION, { perSample: klDivergence, leastAxes: 2 });
