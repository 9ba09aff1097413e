import {
  ArgumentInvalidError,
  DTypeMismatchError,
  formatSpec,
  isFloat,
  isTensor,
  type Tensor,
} from "@elegy/autodiff";
import { isLoss, type Loss, type LossFunction, type LossInputs, type LossResult } from "./loss.ts";
import { mapResult } from "./map-result.ts";
import { requireNoUnusedWeights, unusedWeights, watched } from "./watched-inputs.ts";
import { weightsOf } from "./weights.ts";

/**
 * A function as a loss. A scalar is taken as it is; one value per sample is multiplied by the sample and class
 * weights, unless the function asked for them, and averaged. Of several by name, each is.
 *
 * @returns a loss named as the function, or `loss`; a loss is returned as it is.
 * @throws ArgumentInvalidError for anything else. When called: for a scalar that ignores the weights of the
 *   samples, or a result that is not a float tensor.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const loss = losses.asLoss(function absoluteError({ yTrue, yPred }) {
 *   return np.abs(yTrue.sub(yPred)).mean({ axis: -1 });
 * });
 * loss.name; // => absoluteError
 * await loss.call({ yTrue: np.zeros([2, 1]), yPred: np.array([[1], [2]]) }).item(); // => 1.5
 * ```
 */
export function asLoss<T = Tensor, R extends LossResult = Tensor>(
  loss: Loss<R> | LossFunction<T, R>,
): Loss<R> {
  if (isLoss(loss)) return loss;
  requireFunction(loss);
  const operation = loss.name || "loss";
  return {
    name: operation,
    call(inputs) {
      const seen = watched(inputs);
      // The structure of the targets is the user's to know.
      const result = loss(seen.inputs as LossInputs<T>);
      const weights = unusedWeights(inputs, seen.asked);
      return mapResult(requireFloats(operation, result), (values, key) => {
        const name = key === undefined ? operation : `${operation}.${key}`;
        if (values.ndim === 0) {
          requireNoUnusedWeights(name, values, seen.asked, weights);
          return values;
        }
        const factors = weightsOf(name, values, inputs.yTrue, weights);
        return (factors ? values.mul(factors) : values).mean();
      });
    },
  };
}

function requireFunction(loss: unknown): void {
  if (typeof loss === "function" && !/^class\b/.test(Function.prototype.toString.call(loss))) return;
  throw new ArgumentInvalidError({
    operation: "losses",
    problem: "this is no loss",
    expected: "a loss, a function of { yTrue, yPred, … }, or arrays and objects of these",
    received: typeof loss === "function" ? `the class ${loss.name}` : `${typeof loss} ${String(loss)}`,
    ...(typeof loss === "function" ? { hint: `Did you mean new ${loss.name}()?` } : {}),
  });
}

function requireFloats<R extends LossResult>(name: string, result: R): R {
  const values: readonly unknown[] = isNamed(result) ? Object.values(result) : [result];
  const wrong = values.find((value) => !isTensor(value) || !isFloat(value.dtype));
  if (wrong === undefined && values.length > 0) return result;
  throw new DTypeMismatchError({
    operation: name,
    problem: "the loss is not a float tensor",
    expected: "f32[], or f32[batch], or an object of these",
    received: isTensor(wrong)
      ? formatSpec(wrong.spec)
      : values.length === 0
        ? "an empty object"
        : wrong instanceof Promise
          ? "a promise: a loss may not be asynchronous"
          : typeof wrong,
  });
}

function isNamed(result: unknown): result is Readonly<Record<string, unknown>> {
  return typeof result === "object" && result !== null && Object.getPrototypeOf(result) === Object.prototype;
}
