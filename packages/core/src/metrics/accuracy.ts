import type { Tensor } from "@elegy/autodiff";
import type { LossInputs } from "../losses/loss.ts";
import { requireSameShape } from "../losses/require-same-shape.ts";
import type { MeanState } from "./mean.ts";
import { meanMetric } from "./mean-metric.ts";
import type { Metric, MetricOptions } from "./metric.ts";

/**
 * How many predictions equal their targets, both of one shape. Dtypes are promoted, so 0.9 is not 0.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const accuracy = new metrics.Accuracy();
 * const inputs = { yTrue: np.array([1, 1, 1, 1]), yPred: np.array([0, 1, 1, 1]) };
 * await accuracy.compute(accuracy.update(accuracy.reset(), inputs)).item(); // => 0.75
 * ```
 */
export class Accuracy implements Metric<MeanState> {
  readonly name: string;
  readonly #metric: Metric<MeanState>;

  constructor(options: MetricOptions = {}) {
    this.#metric = meanMetric({
      operation: "Accuracy",
      name: "accuracy",
      options,
      perSample(yTrue, yPred) {
        requireSameShape("Accuracy", yTrue, yPred);
        return yTrue.equal(yPred);
      },
    });
    this.name = this.#metric.name;
  }

  /** The state of no samples. */
  reset(): MeanState {
    return this.#metric.reset();
  }

  /**
   * The state with one more batch.
   *
   * @throws ShapeMismatchError for shapes that are not equal.
   */
  update(state: MeanState, inputs: LossInputs<unknown>): MeanState {
    return this.#metric.update(state, inputs);
  }

  /** The share of samples, `f32[]`; 0 of no samples. */
  compute(state: MeanState): Tensor {
    return this.#metric.compute(state);
  }
}
