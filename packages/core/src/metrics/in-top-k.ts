import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";

/**
 * Whether fewer than `k` classes are predicted above that of each row; of equals at the edge, all are in, as in Keras.
 *
 * @param yPred `f32[…,classes]`.
 * @param isClass where the class of each row stands, `bool[…,classes]`; none is never in.
 * @returns `bool[…]`.
 * @throws ArgumentInvalidError for more than there are classes.
 */
export function inTopK(operation: string, yPred: Tensor, isClass: Tensor, k: number): Tensor {
  requireAtMost(operation, k, yPred.shape.at(-1) ?? 0);
  const chosen = np.where(isClass, yPred, -Infinity).max({ axis: -1, keepdims: true });
  const above = yPred.greater(chosen).astype("int32").sum({ axis: -1 });
  return np.logicalAnd(above.less(k), isClass.any({ axis: -1 }));
}

/**
 * Where the `k` largest predictions of each row stand, `bool[…,classes]`; of equals the first.
 *
 * @throws ArgumentInvalidError for more than there are classes.
 */
export function areLargest(operation: string, yPred: Tensor, k: number): Tensor {
  const classes = yPred.shape.at(-1) ?? 0;
  requireAtMost(operation, k, classes);
  return nn.oneHot(lax.topK(yPred, k)[1], classes, { dtype: "bool" }).any({ axis: -2 });
}

/** @throws ArgumentInvalidError */
function requireAtMost(operation: string, k: number, classes: number): void {
  if (k <= classes) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "there are not so many classes",
    expected: `k ≤ ${classes}`,
    received: String(k),
  });
}
