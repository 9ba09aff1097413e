import { convertElementType, select } from "../lax/elementwise.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { maximum, minimum } from "./elementwise.ts";
import { alike, broadcastShapes, broadcastTrailing, tensorOf } from "./operands.ts";

/**
 * `x` where the condition holds, else `y`; all three broadcast.
 *
 * @example
 * ```ts
 * await np.where(np.array([true, false]), 1.5, 0).array(); // => [1.5,0]
 * ```
 */
export function where(condition: TensorLike, x: TensorLike, y: TensorLike): Tensor {
  const [onTrue, onFalse] = alike("np.where", x, y);
  const predicate = convertElementType(tensorOf("np.where", condition), "bool");
  if (!onTrue || !onFalse) throw new Error("np.where has two cases");
  const operands = [predicate, onTrue, onFalse];
  const shapes = operands.map((operand) => operand.shape);
  const shape = broadcastShapes("np.where", shapes, operands);
  return select(
    broadcastTrailing(predicate, shape),
    broadcastTrailing(onTrue, shape),
    broadcastTrailing(onFalse, shape),
  );
}

/** The nearest value between `low` and `high`. */
export function clip(x: TensorLike, low: TensorLike, high: TensorLike): Tensor {
  return minimum(maximum(x, low), high);
}
