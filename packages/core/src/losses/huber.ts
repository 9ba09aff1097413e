import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair, meanOverLast } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";
import { requireNumber } from "./require-number.ts";

const OPERATION = "Huber";

export interface HuberOptions {
  /** Where the square goes over into a line. Default 1. */
  readonly delta?: number;
}

/**
 * With `e = |yTrue − yPred|`: `½·e²` up to `delta`, `delta·e − ½·delta²` beyond; averaged over the last axis, but of
 * vectors.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @throws ArgumentInvalidError unless `delta` is positive.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.huber(np.array([0, 0]), np.array([0.5, 3])).array(); // => [0.125,2.5]
 * ```
 */
export function huber(yTrue: Tensor, yPred: Tensor, { delta = 1 }: HuberOptions = {}): Tensor {
  requireNumber(OPERATION, "delta", delta, "positive");
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  const error = np.abs(predictions.sub(targets));
  const quadratic = np.minimum(error, delta);
  return meanOverLast(np.square(quadratic).mul(0.5).add(error.sub(quadratic).mul(delta)));
}

/**
 * A square near 0 and a line far off, so that outliers do not rule.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.Huber({ delta: 0.5 });
 * await loss.call({ yTrue: np.array([0]), yPred: np.array([3]) }).item(); // => 1.375
 * ```
 */
export const Huber: LossClass<HuberOptions> = lossClass<HuberOptions>(OPERATION, {
  options: ["delta"],
  perSample: huber,
  checkOptions: ({ delta = 1 }) => requireNumber(OPERATION, "delta", delta, "positive"),
});
