import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { CategoricalCrossentropyOptions } from "./categorical-crossentropy.ts";
import { classPair, EPSILON } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireNumber } from "./require-number.ts";
import { smoothed } from "./smoothed.ts";

const OPERATION = "CategoricalFocalCrossentropy";

export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** How much less those count that are predicted well: the exponent. Default 2. */
  readonly gamma?: number;
  /** A factor of all. Default 0.25. */
  readonly alpha?: number;
}

/**
 * `Σ alpha·(1 − p)^gamma·(−y·ln p)` over the last axis. (Lin et al. 2017, Focal Loss for Dense Object Detection.)
 *
 * @param yTrue one-hot or other distributions, `f32[batch,…,classes]`.
 * @param yPred of the same shape: probabilities, clipped to `[10⁻⁷, 1 − 10⁻⁷]`, or logits.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.categoricalFocalCrossentropy(np.array([[0, 1]]), np.array([[0.5, 0.5]])).array(); // => [0.0433217]
 * ```
 */
export function categoricalFocalCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  options: CategoricalFocalCrossentropyOptions = {},
): Tensor {
  checkOptions(options);
  const { gamma = 2, alpha = 0.25, fromLogits = false, labelSmoothing = 0 } = options;
  const [targets, predictions] = classPair(OPERATION, yTrue, yPred);
  const y = smoothed(OPERATION, targets, labelSmoothing, targets.shape.at(-1) ?? 1);
  const p = np.clip(fromLogits ? nn.softmax(predictions) : predictions, EPSILON, 1 - EPSILON);
  const logProbabilities = fromLogits ? nn.logSoftmax(predictions) : np.log(p);
  const crossentropy = y.mul(np.where(y.equal(0), 0, logProbabilities));
  const focal = np.power(np.subtract(1, p), gamma).mul(crossentropy);
  return focal.sum({ axis: -1 }).mul(-alpha);
}

function checkOptions({
  gamma = 2,
  alpha = 0.25,
  labelSmoothing = 0,
}: CategoricalFocalCrossentropyOptions): void {
  requireNumber(OPERATION, "gamma", gamma, "notNegative");
  requireNumber(OPERATION, "alpha", alpha, "finite");
  requireNumber(OPERATION, "labelSmoothing", labelSmoothing, "share");
}

/**
 * The categorical cross-entropy with most weight on what is predicted badly.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.CategoricalFocalCrossentropy({ alpha: 1, gamma: 1, fromLogits: true });
 * await loss.call({ yTrue: np.array([[0, 1]]), yPred: np.array([[0, 0]]) }).item(); // => 0.346574
 * ```
 */
export const CategoricalFocalCrossentropy: LossClass<CategoricalFocalCrossentropyOptions> =
  lossClass<CategoricalFocalCrossentropyOptions>(OPERATION, {
    options: ["fromLogits", "labelSmoothing", "gamma", "alpha"],
    perSample: categoricalFocalCrossentropy,
    leastAxes: 2,
    checkOptions,
  });
