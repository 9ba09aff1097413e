import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { classPair, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireNumber } from "./require-number.ts";
import { smoothed } from "./smoothed.ts";

const OPERATION = "CategoricalCrossentropy";

export interface CategoricalCrossentropyOptions {
  /** The predictions are logits rather than probabilities. Default `false`. */
  readonly fromLogits?: boolean;
  /** How far targets are moved towards even odds: `y·(1 − s) + s/classes`. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * `−Σ y·ln p` over the last axis.
 *
 * @param yTrue one-hot or other distributions, `f32[batch,…,classes]`.
 * @param yPred of the same shape: probabilities, taken as they are but for those below 10⁻⁷, which count as that; or
 *   logits.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const [yTrue, yPred] = [np.array([[0, 1, 0], [0, 0, 1]]), np.array([[0.05, 0.95, 0], [0.1, 0.8, 0.1]])];
 * await losses.categoricalCrossentropy(yTrue, yPred).array(); // => [0.0512933,2.30259]
 * ```
 */
export function categoricalCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  { fromLogits = false, labelSmoothing = 0 }: CategoricalCrossentropyOptions = {},
): Tensor {
  const [targets, predictions] = classPair(OPERATION, yTrue, yPred);
  const y = smoothed(OPERATION, targets, labelSmoothing, targets.shape.at(-1) ?? 1);
  const logProbabilities = fromLogits ? nn.logSoftmax(predictions) : np.log(np.maximum(predictions, EPSILON));
  // What has no share in the target may be impossible: 0 · −∞ is 0 here.
  const shares = y.mul(np.where(y.equal(0), 0, logProbabilities));
  return np.negative(shares.sum({ axis: -1 }));
}

/**
 * The cross-entropy of targets and predictions that are distributions over classes.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.CategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 });
 * await loss.call({ yTrue: np.array([[0, 1]]), yPred: np.array([[0, 0]]) }).item(); // => 0.693147
 * ```
 */
export const CategoricalCrossentropy: LossClass<CategoricalCrossentropyOptions> =
  lossClass<CategoricalCrossentropyOptions>(OPERATION, {
    options: ["fromLogits", "labelSmoothing"],
    perSample: categoricalCrossentropy,
    leastAxes: 2,
    checkOptions: ({ labelSmoothing = 0 }) =>
      requireNumber(OPERATION, "labelSmoothing", labelSmoothing, "share"),
  });
