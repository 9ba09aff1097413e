import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { EPSILON, floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { smoothed } from "./smoothed.ts";
import { requireNumber } from "./require-number.ts";

const OPERATION = "BinaryCrossentropy";

export interface BinaryCrossentropyOptions {
  /** The predictions are logits rather than probabilities. Default `false`. */
  readonly fromLogits?: boolean;
  /** How far targets are moved towards ½: `y·(1 − s) + s/2`. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * `−(y·ln p + (1 − y)·ln(1 − p))`, averaged over the last axis. Vectors hold one value per sample, so nothing is
 * averaged.
 *
 * @param yTrue 0, 1 or between, `f32[batch,…,k]` or `f32[batch]`.
 * @param yPred of the same shape: probabilities, clipped to `[10⁻⁷, 1 − 10⁻⁷]`, or logits.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.binaryCrossentropy(np.array([1, 0]), np.array([0.5, 0.25])).array(); // => [0.693147,0.287682]
 * ```
 */
export function binaryCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  options: BinaryCrossentropyOptions = {},
): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  return meanOverLast(crossentropyOfEach(OPERATION, targets, predictions, options));
}

/** The crossentropy of each number, not averaged. */
export function crossentropyOfEach(
  operation: string,
  targets: Tensor,
  predictions: Tensor,
  { fromLogits = false, labelSmoothing = 0 }: BinaryCrossentropyOptions,
): Tensor {
  const y = smoothed(operation, targets, labelSmoothing, 2);
  // −ln σ(z) = ln(1 + eᶻ) − z
  if (fromLogits) return nn.softplus(predictions).sub(y.mul(predictions));
  const p = np.clip(predictions, EPSILON, 1 - EPSILON);
  const likelihood = y.mul(np.log(p)).add(np.subtract(1, y).mul(np.log(np.subtract(1, p))));
  return np.negative(likelihood);
}

/**
 * The cross-entropy of targets that are 0 or 1 each. With class weights, they are for these two.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.BinaryCrossentropy({ fromLogits: true });
 * await loss.call({ yTrue: np.array([1, 0]), yPred: np.array([0, 0]) }).item(); // => 0.693147
 * ```
 */
export const BinaryCrossentropy: LossClass<BinaryCrossentropyOptions> = lossClass<BinaryCrossentropyOptions>(
  OPERATION,
  {
    options: ["fromLogits", "labelSmoothing"],
    perSample: binaryCrossentropy,
    binary: true,
    checkOptions: ({ labelSmoothing = 0 }) =>
      requireNumber(OPERATION, "labelSmoothing", labelSmoothing, "share"),
  },
);
