import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { EPSILON, floatPair } from "./float-pair.ts";
import { type LossClass, lossClass } from "./loss-class.ts";

const OPERATION = "CosineSimilarity";

export interface CosineSimilarityOptions {
  /** Along which the vectors lie. Default −1, the last. */
  readonly axis?: number;
}

/**
 * `−cos` of the angle between target and prediction: −1 for one direction, 1 for opposite ones, 0 for a vector of
 * zeros. Norms below √10⁻⁷ count as that.
 *
 * @param yTrue `f32[batch,…,k]`; converted to the dtype of the predictions.
 * @param yPred of the same shape.
 * @returns `f32[batch,…]`.
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * await losses.cosineSimilarity(np.array([[0, 1], [1, 1]]), np.array([[1, 0], [1, 1]])).array(); // => [0,-1]
 * ```
 */
export function cosineSimilarity(
  yTrue: Tensor,
  yPred: Tensor,
  { axis = -1 }: CosineSimilarityOptions = {},
): Tensor {
  const [targets, predictions] = floatPair(OPERATION, yTrue, yPred);
  if (predictions.ndim === 0) {
    throw new ShapeMismatchError({
      operation: OPERATION,
      problem: "numbers have no direction",
      expected: "vectors f32[…,k]",
      received: formatSpec(yPred.spec),
    });
  }
  return np.negative(unit(targets, axis).mul(unit(predictions, axis)).sum({ axis }));
}

function unit(vectors: Tensor, axis: number): Tensor {
  const squares = np.square(vectors).sum({ axis, keepdims: true });
  return vectors.div(np.sqrt(np.maximum(squares, EPSILON)));
}

/**
 * The negative cosine of the angle between target and prediction.
 *
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = new losses.CosineSimilarity({ axis: 1 });
 * await loss.call({ yTrue: np.array([[0, 1], [1, 1]]), yPred: np.array([[1, 0], [1, 1]]) }).item(); // => -0.5
 * ```
 */
export const CosineSimilarity: LossClass<CosineSimilarityOptions> = lossClass<CosineSimilarityOptions>(
  OPERATION,
  {
    options: ["axis"],
    perSample: cosineSimilarity,
    leastAxes: 2,
  },
);
