import type { Tensor } from "@elegy/autodiff";
import type { LossInputs } from "../losses/loss.ts";
import { requireLabels } from "../losses/require-labels.ts";
import type { MeanState } from "./mean.ts";
import { meanMetric } from "./mean-metric.ts";
import type { Metric, MetricOptions } from "./metric.ts";

/**
 * How often the class with the largest prediction is the labelled one.
 *
 * Targets are labels `i32[batch,…]`, predictions probabilities or logits `f32[batch,…,classes]`.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const accuracy = new metrics.SparseCategoricalAccuracy();
 * const yPred = np.array([[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * const state = accuracy.update(accuracy.reset(), { yTrue: np.array([2, 1]), yPred });
 * await accuracy.compute(state).item(); // => 0.5
 * ```
 */
export class SparseCategoricalAccuracy implements Metric<MeanState> {
  readonly name: string;
  readonly #metric: Metric<MeanState>;

  constructor(options: MetricOptions = {}) {
    this.#metric = meanMetric({
      operation: "SparseCategoricalAccuracy",
      name: "sparse_categorical_accuracy",
      options,
      perSample(yTrue, yPred) {
        requireLabels("SparseCategoricalAccuracy", yTrue.spec, yPred.spec);
        return yPred.argmax({ axis: -1 }).equal(yTrue);
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
   * @throws ShapeMismatchError, DTypeMismatchError for targets that are not one label for each row.
   */
  update(state: MeanState, inputs: LossInputs<unknown>): MeanState {
    return this.#metric.update(state, inputs);
  }

  /** The share of samples, `f32[]`; 0 of no samples. */
  compute(state: MeanState): Tensor {
    return this.#metric.compute(state);
  }
}
