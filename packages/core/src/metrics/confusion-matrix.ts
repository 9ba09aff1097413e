import { DTypeMismatchError, formatSpec, isFloat, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import { spread } from "../losses/weights.ts";

export interface ConfusionMatrixOptions {
  /** Labels are `0…numClasses − 1`. */
  readonly numClasses: number;
  /** What each pair counts, for the leading axes of the labels. Default 1. */
  readonly weights?: Tensor | null;
}

/**
 * How often each class, by row, is predicted as each, by column. A label that names no class makes the whole matrix NaN.
 *
 * @param yTrue labels `i32[…]`.
 * @param yPred labels of the same shape.
 * @returns `f32[classes,classes]`.
 * @throws ShapeMismatchError, DTypeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const matrix = metrics.confusionMatrix(np.array([0, 1, 1]), np.array([0, 1, 0]), { numClasses: 2 });
 * await matrix.array(); // => [[1,0],[1,1]]
 * ```
 */
export function confusionMatrix(
  yTrue: Tensor,
  yPred: Tensor,
  { numClasses, weights = null }: ConfusionMatrixOptions,
): Tensor {
  const operation = "confusionMatrix";
  requireNumber(operation, "numClasses", numClasses, "count");
  requireSameShape(operation, yTrue, yPred);
  const [rows, columns] = [yTrue, yPred].map((labels) => oneHotRows(operation, labels, numClasses)) as [
    Tensor,
    Tensor,
  ];
  const weighted = weights ? rows.mul(spread(operation, weights, yTrue).reshape([-1, 1])) : rows;
  return np.dot(np.transpose(weighted), columns);
}

function oneHotRows(operation: string, labels: Tensor, classes: number): Tensor {
  if (isFloat(labels.dtype) || labels.dtype === "bool") {
    throw new DTypeMismatchError({
      operation,
      problem: "labels are whole numbers",
      expected: "i32, u32 or u8",
      received: formatSpec(labels.spec),
      hint: 'Convert them: labels.astype("int32").',
    });
  }
  const flat = labels.astype("int32").reshape([-1, 1]);
  const isClass = np.logicalAnd(flat.greaterEqual(0), flat.less(classes));
  return np.where(isClass, nn.oneHot(flat.squeeze(-1), classes), Number.NaN);
}
