import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { ratio } from "../losses/ratio.ts";
import { spread } from "../losses/weights.ts";

/** Sums over all samples so far, `f32[]` each: states of parts of the data are merged by adding them. */
export interface MeanState {
  /** Of the values times their weights. */
  readonly total: Tensor;
  /** Of the weights; of ones where there are none. */
  readonly count: Tensor;
}

/**
 * A running mean, weighted by samples.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const mean = new metrics.Mean();
 * let state = mean.update(mean.reset(), np.array([1, 3, 5, 7]));
 * await mean.compute(state).item(); // => 4
 * state = mean.update(state, np.array([4, 10]));
 * await mean.compute(state).item(); // => 5
 * ```
 */
export class Mean {
  /** Of no values. */
  reset(): MeanState {
    return { total: np.zeros([]), count: np.zeros([]) };
  }

  /**
   * With more values.
   *
   * @param values of any shape.
   * @param weights a number, or a tensor for the leading axes of the values. Default 1 each.
   * @throws ShapeMismatchError for weights that do not belong to the values.
   */
  update(state: MeanState, values: Tensor, weights: Tensor | number | null = null): MeanState {
    const numbers = values.astype("float32");
    if (weights === null || typeof weights === "number") {
      const weight = weights ?? 1;
      return {
        total: state.total.add(numbers.sum().mul(weight)),
        count: state.count.add(weight * numbers.size),
      };
    }
    const factors = spread("Mean", weights, numbers);
    return { total: state.total.add(numbers.mul(factors).sum()), count: state.count.add(factors.sum()) };
  }

  /** The mean, `f32[]`; 0 of no values or of weights that sum to 0. */
  compute({ total, count }: MeanState): Tensor {
    return ratio(total, count);
  }
}
