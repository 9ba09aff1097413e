import { isFloat, np, type Tensor } from "@elegy/autodiff";
import type { Loss, LossInputs } from "./loss.ts";
import { lossOf, type LossOptions } from "./loss-of.ts";
import { requireSameShape } from "./require-same-shape.ts";
import type { TargetPath } from "./target-path.ts";

const OPERATION = "MeanSquaredError";

/**
 * `(yTrue − yPred)²`, averaged over the last axis. Vectors hold one value per sample, so nothing is averaged.
 *
 * @param yTrue `f32[batch,…,k]` or `f32[batch]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const [yTrue, yPred] = [np.array([[0, 1], [0, 0]]), np.array([[1, 1], [1, 0]])];
 * await losses.meanSquaredError(yTrue, yPred).array(); // => [0.5,0.5]
 * ```
 */
export function meanSquaredError(yTrue: Tensor, yPred: Tensor): Tensor {
  requireSameShape(OPERATION, yTrue, yPred);
  const predictions = isFloat(yPred.dtype) ? yPred : yPred.astype("float32");
  const squares = np.square(predictions.sub(yTrue.astype(predictions.dtype)));
  return squares.ndim < 2 ? squares : squares.mean({ axis: -1 });
}

/**
 * The mean squared error of targets and predictions of one shape.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const [yTrue, yPred] = [np.array([[0, 1], [0, 0]]), np.array([[1, 1], [1, 0]])];
 * const loss = new losses.MeanSquaredError();
 * await loss.call({ yTrue, yPred }).item(); // => 0.5
 * await loss.call({ yTrue, yPred, sampleWeight: np.array([0.7, 0.3]) }).item(); // => 0.25
 * ```
 */
export class MeanSquaredError implements Loss {
  readonly name: string;
  readonly on: TargetPath | undefined;
  readonly #loss: Loss;

  /** @throws ArgumentInvalidError for an unknown reduction or a weight that is not finite. */
  constructor(options: LossOptions = {}) {
    this.#loss = lossOf({
      operation: OPERATION,
      name: "mean_squared_error",
      options,
      perSample: meanSquaredError,
    });
    this.name = this.#loss.name;
    this.on = options.on;
  }

  /** The reduced loss, `f32[]`. */
  call(inputs: LossInputs<unknown>): Tensor {
    return this.#loss.call(inputs);
  }
}
