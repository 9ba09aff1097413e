import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { type BinaryCrossentropyOptions, crossentropyOfEach } from "./binary-crossentropy.ts";
import { EPSILON, floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireNumber } from "./require-number.ts";
import { smoothed } from "./smoothed.ts";

const OPERATION = "BinaryFocalCrossentropy";

export interface BinaryFocalCrossentropyOptions extends BinaryCrossentropyOptions {
  /** How much less those count that are predicted well: the exponent. Default 2. */
  readonly gamma?: number;
  /** Weights of the two classes: `alpha` for 1, `1 − alpha` for 0. Default `false`. */
  readonly applyClassBalancing?: boolean;
  /** Default 0.25. */
  readonly alpha?: number;
}

/**
 * `(1 − pₜ)^gamma` times the binary cross-entropy, where `pₜ` is the probability of what is true; averaged over the
 * last axis, but of vectors. (Lin et al. 2017, Focal Loss for Dense Object Detection.)
 *
 * @param yTrue 0, 1 or between, `f32[batch,…,k]` or `f32[batch]`.
 * @param yPred of the same shape: probabilities, clipped to `[10⁻⁷, 1 − 10⁻⁷]`, or logits.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.binaryFocalCrossentropy(np.array([1, 0]), np.array([0.5, 0.5])).array(); // => [0.173287,0.173287]
 * ```
 */
export function binaryFocalCrossentropy(
  yTrue: Tensor,
  yPred: Tensor,
  options: BinaryFocalCrossentropyOptions = {},
): Tensor {
  checkOptions(options);
  const { gamma = 2, alpha = 0.25, applyClassBalancing = false, fromLogits = false } = options;
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  const crossentropy = crossentropyOfEach(OPERATION, targets, predictions, options);
  const y = smoothed(OPERATION, targets, options.labelSmoothing ?? 0, 2);
  const p = fromLogits ? nn.sigmoid(predictions) : predictions;
  const wrong = y.mul(np.subtract(1, p)).add(np.subtract(1, y).mul(p));
  // Powers below 1 have no derivative at 0.
  const focal = np.power(np.maximum(wrong, EPSILON), gamma).mul(crossentropy);
  if (!applyClassBalancing) return meanOverLast(focal);
  const balance = y.mul(alpha).add(np.subtract(1, y).mul(1 - alpha));
  return meanOverLast(balance.mul(focal));
}

function checkOptions({ gamma = 2, alpha = 0.25, labelSmoothing = 0 }: BinaryFocalCrossentropyOptions): void {
  requireNumber(OPERATION, "gamma", gamma, "notNegative");
  requireNumber(OPERATION, "alpha", alpha, "share");
  requireNumber(OPERATION, "labelSmoothing", labelSmoothing, "share");
}

/**
 * The binary cross-entropy with most weight on what is predicted badly.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.BinaryFocalCrossentropy({ gamma: 1, fromLogits: true });
 * await loss.call({ yTrue: np.array([1, 0]), yPred: np.array([0, 0]) }).item(); // => 0.346574
 * ```
 */
export const BinaryFocalCrossentropy: LossClass<BinaryFocalCrossentropyOptions> =
  lossClass<BinaryFocalCrossentropyOptions>(OPERATION, {
    options: ["fromLogits", "labelSmoothing", "gamma", "applyClassBalancing", "alpha"],
    perSample: binaryFocalCrossentropy,
    binary: true,
    checkOptions,
  });
