import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { convertElementType, select as chosen } from "../lax/elementwise.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { maximum, minimum } from "./elementwise.ts";
import { alike, broadcastShapes, broadcastTrailing, commonDType, tensorOf } from "./operands.ts";

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
  return chosen(
    broadcastTrailing(predicate, shape),
    broadcastTrailing(onTrue, shape),
    broadcastTrailing(onFalse, shape),
  );
}

/**
 * The nearest value between `low` and `high`; one of them may be left out, or `null`. NaN stays.
 *
 * @throws ArgumentInvalidError without bounds.
 * @example
 * ```ts
 * await np.clip(np.array([-2, 0, 9]), -1, 1).array(); // => [-1,0,1]
 * await np.clip(np.array([-2, 0, 9]), null, 1).array(); // => [-2,0,1]
 * ```
 */
export function clip(x: TensorLike, low?: TensorLike | null, high?: TensorLike | null): Tensor {
  const none = (bound: TensorLike | null | undefined): bound is null | undefined =>
    bound === undefined || bound === null;
  if (none(low) && none(high)) {
    throw new ArgumentInvalidError({
      operation: "np.clip",
      problem: "no bounds",
      expected: "a lower bound, an upper bound or both",
      received: "neither",
    });
  }
  const raised = none(low) ? x : maximum(x, low);
  return none(high) ? tensorOf("np.clip", raised) : minimum(raised, high);
}

/**
 * Of several tensors, for each element the first whose condition holds, else `defaultValue`; all broadcast.
 *
 * @throws ArgumentInvalidError unless there are as many conditions as choices.
 * @example
 * ```ts
 * const x = np.array([1, 2, 3]);
 * await np.select([x.less(2), x.greater(2)], [x, x.mul(10)]).array(); // => [1,0,30]
 * ```
 */
export function select(
  conditions: readonly TensorLike[],
  choices: readonly TensorLike[],
  defaultValue: TensorLike = 0,
): Tensor {
  if (conditions.length !== choices.length || conditions.length === 0) {
    throw new ArgumentInvalidError({
      operation: "np.select",
      problem: "conditions and choices do not pair up",
      expected: "as many choices as conditions, at least one",
      received: `${conditions.length} conditions and ${choices.length} choices`,
    });
  }
  const dtype = commonDType("np.select", [...choices, defaultValue]);
  const result = choices.reduceRight<TensorLike>(
    (rest, choice, i) => where(conditions[i] ?? false, choice, rest),
    defaultValue,
  );
  return convertElementType(tensorOf("np.select", result), dtype);
}
