import { formatSpec, isFloat, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import { requireSameShape } from "./require-same-shape.ts";

/** Below this a probability counts as this, so that its logarithm is finite. */
export const EPSILON = 1e-7;

/**
 * Targets and predictions of one shape, the targets in the dtype of the predictions, which are floats.
 *
 * @throws ShapeMismatchError for shapes that are not equal: nothing is broadcast.
 */
export function floatPair(
  operation: string,
  yTrue: Tensor,
  yPred: Tensor,
): readonly [yTrue: Tensor, yPred: Tensor] {
  requireSameShape(operation, yTrue, yPred);
  const predictions = isFloat(yPred.dtype) ? yPred : yPred.astype("float32");
  return [yTrue.astype(predictions.dtype), predictions];
}

/**
 * The same, of one number for each class along the last axis.
 *
 * @throws ShapeMismatchError
 */
export function classPair(
  operation: string,
  yTrue: Tensor,
  yPred: Tensor,
): readonly [yTrue: Tensor, yPred: Tensor] {
  if (yPred.ndim > 0) return floatPair(operation, yTrue, yPred);
  throw new ShapeMismatchError({
    operation,
    problem: "there is no axis of classes",
    expected: "yTrue and yPred f32[…,classes]",
    received: `${formatSpec(yTrue.spec)} and ${formatSpec(yPred.spec)}`,
  });
}

/** One value per sample: vectors have that already. */
export function meanOverLast(values: Tensor): Tensor {
  return values.ndim < 2 ? values : values.mean({ axis: -1 });
}
