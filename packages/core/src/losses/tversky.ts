import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { EPSILON, floatPair } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireNumber } from "./require-number.ts";

const OPERATION = "Tversky";

export interface TverskyOptions {
  /** What a false positive counts. Default 0.5. */
  readonly alpha?: number;
  /** What a false negative counts. Default 0.5. */
  readonly beta?: number;
}

/**
 * `1 − tp / (tp + alpha·fp + beta·fn + 10⁻⁷)` of each sample, from sums over all of its pixels. (Salehi et al. 2017,
 * Tversky loss function for image segmentation.)
 *
 * @param yTrue masks of 0 and 1, `f32[batch,…,k]`.
 * @param yPred of the same shape: probabilities.
 * @returns `f32[batch]`.
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.tversky(np.array([[1, 1, 0]]), np.array([[1, 0, 0]]), { beta: 1 }).array(); // => [0.5]
 * ```
 */
export function tversky(yTrue: Tensor, yPred: Tensor, options: TverskyOptions = {}): Tensor {
  checkOptions(options);
  return overlapLoss(OPERATION, yTrue, yPred, options);
}

/** The formula, for losses that are cases of it. */
export function overlapLoss(
  operation: string,
  yTrue: Tensor,
  yPred: Tensor,
  { alpha = 0.5, beta = 0.5 }: TverskyOptions,
): Tensor {
  const [targets, predictions] = floatPair(operation, yTrue, yPred);
  const total = (values: Tensor): Tensor => values.sum({ axis: values.shape.slice(1).map((_, i) => i + 1) });
  const hits = total(targets.mul(predictions));
  const falsePositives = total(np.subtract(1, targets).mul(predictions));
  const falseNegatives = total(targets.mul(np.subtract(1, predictions)));
  const misses = falsePositives.mul(alpha).add(falseNegatives.mul(beta));
  return np.subtract(1, hits.div(hits.add(misses).add(EPSILON)));
}

function checkOptions({ alpha = 0.5, beta = 0.5 }: TverskyOptions): void {
  requireNumber(OPERATION, "alpha", alpha, "notNegative");
  requireNumber(OPERATION, "beta", beta, "notNegative");
}

/**
 * How little masks overlap, with weights of their own for what is too much and what is too little. Per sample, as
 * Keras with `axis` of all but the first.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.Tversky({ alpha: 0, beta: 1 });
 * await loss.call({ yTrue: np.array([[1, 1, 0]]), yPred: np.array([[1, 0, 1]]) }).item(); // => 0.5
 * ```
 */
export const Tversky: LossClass<TverskyOptions> = lossClass<TverskyOptions>(OPERATION, {
  options: ["alpha", "beta"],
  perSample: tversky,
  leastAxes: 2,
  checkOptions,
});
