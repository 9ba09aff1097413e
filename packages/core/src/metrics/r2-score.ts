import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { floatPair } from "../losses/float-pair.ts";
import { requireNumber } from "../losses/require-number.ts";
import { ratio } from "../losses/ratio.ts";
import { type MetricBatch, type MetricClass, metricClass } from "./metric-class.ts";

export interface R2ScoreOptions {
  /** How many numbers are predicted for each sample: the size of the last axis. Default 1. */
  readonly outputs?: number;
}

/** Of the samples so far, `f32[outputs]` each. */
export interface R2State {
  /** The sum of the weights. */
  readonly count: Tensor;
  /** The mean of the targets. */
  readonly mean: Tensor;
  /** The sum of the squares of their distances from the mean. */
  readonly variation: Tensor;
  /** The sum of the squares of the errors. */
  readonly residual: Tensor;
}

/**
 * `1 − Σ (yTrue − yPred)² / Σ (yTrue − mean)²` of each output, averaged over the outputs; 0 for targets that are all
 * alike.
 *
 * Targets and predictions are `f32[batch]`, or `f32[batch,…,outputs]`.
 *
 * The variation is carried along with the mean (Chan et al. 1979) rather than as a sum of squares, of which `float32`
 * would lose most where the mean is large.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal, or have another number of outputs.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.R2Score();
 * const inputs = { yTrue: np.array([1, 4, 3]), yPred: np.array([2, 4, 4]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.571429
 * ```
 */
export const R2Score: MetricClass<R2State, R2ScoreOptions> = metricClass<R2State, R2ScoreOptions>("R2Score", {
  options: ["outputs"],
  body({ outputs = 1 }) {
    requireNumber("R2Score", "outputs", outputs, "count");
    const zeros = (): Tensor => np.zeros([outputs]);
    return {
      reset: () => ({ count: zeros(), mean: zeros(), variation: zeros(), residual: zeros() }),
      update: (state, batch) => merge(state, stateOf(batch, outputs)),
      compute: ({ variation, residual }) =>
        np.where(variation.equal(0), 0, np.subtract(1, ratio(residual, variation))).mean(),
      merge,
    };
  },
});

function stateOf(batch: MetricBatch, outputs: number): R2State {
  const [yTrue, yPred] = floatPair("R2Score", batch.yTrue, batch.yPred);
  if (yTrue.ndim === 0 || ((outputs !== 1 || yTrue.ndim > 1) && yTrue.shape.at(-1) !== outputs)) {
    throw new ShapeMismatchError({
      operation: "R2Score",
      problem: "the last axis does not have one place for each output",
      expected: outputs === 1 ? "f32[batch] or f32[batch,…,1]" : `f32[batch,…,${outputs}]`,
      received: formatSpec(batch.yPred.spec),
      hint: `Pass { outputs: ${yTrue.shape.at(-1) ?? 1} }.`,
    });
  }
  const columns = (values: Tensor): Tensor => values.astype("float32").reshape([-1, outputs]);
  const [targets, predictions] = [columns(yTrue), columns(yPred)];
  const weights = columns(batch.weights(yTrue) ?? np.onesLike(yTrue));
  const total = (values: Tensor): Tensor => values.mul(weights).sum({ axis: 0 });
  const count = weights.sum({ axis: 0 });
  const mean = ratio(total(targets), count);
  return {
    count,
    mean,
    variation: total(np.square(targets.sub(mean))),
    residual: total(np.square(targets.sub(predictions))),
  };
}

function merge(a: R2State, b: R2State): R2State {
  const count = a.count.add(b.count);
  const share = ratio(b.count, count);
  const distance = b.mean.sub(a.mean);
  return {
    count,
    mean: a.mean.add(distance.mul(share)),
    variation: a.variation.add(b.variation).add(np.square(distance).mul(a.count).mul(share)),
    residual: a.residual.add(b.residual),
  };
}
