import { ArgumentInvalidError, formatSpec, isTensor, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import type { LossInputs } from "../losses/loss.ts";
import { requireNoUnusedWeights, unusedWeights, watched } from "../losses/watched-inputs.ts";
import { weightsOf } from "../losses/weights.ts";
import { Mean, type MeanState } from "./mean.ts";
import { isMetric, type Metric, type MetricFunction } from "./metric.ts";

/**
 * A function as a metric: the mean over all samples. A scalar counts for all samples of its batch; one value per
 * sample is weighted by samples and classes, unless the function asked for the weights.
 *
 * @returns a metric named as the function, or `metric`; a metric is returned as it is.
 * @throws ArgumentInvalidError for anything else. When updated: for a scalar that ignores the weights of the
 *   samples, or a result that is no tensor.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const error = metrics.asMetric(({ yTrue, yPred }) => np.abs(yTrue.sub(yPred)).mean());
 * let state = error.update(error.reset(), { yTrue: np.array([1, 2, 3]), yPred: np.array([2, 3, 4]) });
 * state = error.update(state, { yTrue: np.array([1]), yPred: np.array([6]) });
 * await error.compute(state).item(); // => 2
 * ```
 */
export function asMetric<T = Tensor>(metric: Metric | MetricFunction<T>): Metric {
  if (isMetric(metric)) return metric;
  requireFunction(metric);
  const name = metric.name || "metric";
  const mean = new Mean();
  return {
    name,
    reset: () => mean.reset(),
    update(state: MeanState, inputs: LossInputs<unknown>) {
      const seen = watched(inputs);
      // The structure of the targets is the user's to know.
      const values = tensorResult(name, metric(seen.inputs as LossInputs<T>));
      const weights = unusedWeights(inputs, seen.asked);
      if (values.ndim > 0) return mean.update(state, values, weightsOf(name, values, inputs.yTrue, weights));
      requireNoUnusedWeights(name, values, seen.asked, weights);
      return mean.update(state, values, samplesIn(inputs));
    },
    compute: (state: MeanState) => mean.compute(state),
  };
}

/** The size of the batch, from the first tensor that has one. */
function samplesIn({ yTrue, yPred, x }: LossInputs<unknown>): number {
  const batched = tree.leaves([yTrue, yPred, x]).find((leaf) => isTensor(leaf) && leaf.ndim > 0);
  return (isTensor(batched) ? batched.shape[0] : undefined) ?? 1;
}

function requireFunction(metric: unknown): void {
  if (typeof metric === "function" && !/^class\b/.test(Function.prototype.toString.call(metric))) return;
  throw new ArgumentInvalidError({
    operation: "metrics",
    problem: "this is no metric",
    expected: "a metric, a function of { yTrue, yPred, … }, or arrays and objects of these",
    received:
      typeof metric === "function" ? `the class ${metric.name}` : `${typeof metric} ${String(metric)}`,
    ...(typeof metric === "function" ? { hint: `Did you mean new ${metric.name}()?` } : {}),
  });
}

function tensorResult(name: string, result: unknown): Tensor {
  if (isTensor(result)) return result;
  throw new ArgumentInvalidError({
    operation: name,
    problem: "the metric is not a tensor",
    expected: `${formatSpec({ shape: [], dtype: "float32" })}, or f32[batch]`,
    received: result instanceof Promise ? "a promise: a metric may not be asynchronous" : typeof result,
  });
}
