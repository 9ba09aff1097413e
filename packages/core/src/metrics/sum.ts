import type { Tensor } from "@elegy/autodiff";
import type { MeanState } from "./mean.ts";
import { Reduce } from "./reduce.ts";

/**
 * A running sum, weighted by samples.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const sum = new metrics.Sum();
 * await sum.compute(sum.update(sum.reset(), np.array([1, 3, 5, 7]))).item(); // => 16
 * ```
 */
export class Sum {
  readonly #reduce = new Reduce("sum");

  /** Of no values. */
  reset(): MeanState {
    return this.#reduce.reset();
  }

  /**
   * With more values.
   *
   * @param values of any shape.
   * @param weights a number, or a tensor for the leading axes of the values. Default 1 each.
   * @throws ShapeMismatchError for weights that do not belong to the values.
   */
  update(state: MeanState, values: Tensor, weights: Tensor | number | null = null): MeanState {
    return this.#reduce.update(state, values, weights);
  }

  /** The sum, `f32[]`. */
  compute(state: MeanState): Tensor {
    return this.#reduce.compute(state);
  }
}
