import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import { Mean, type MeanState } from "./mean.ts";
import { ratio } from "../losses/ratio.ts";

/**
 * What becomes of values: their weighted sum, that over their number, or over the sum of the weights.
 */
export type MetricReduction = "sum" | "sumOverBatchSize" | "weightedMean";

const REDUCTIONS: readonly MetricReduction[] = ["sum", "sumOverBatchSize", "weightedMean"];

/**
 * A running sum or mean.
 *
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const reduce = new metrics.Reduce("sumOverBatchSize");
 * const state = reduce.update(reduce.reset(), np.array([1, 3, 5, 7]), np.array([1, 1, 0, 0]));
 * await reduce.compute(state).item(); // => 1
 * ```
 */
export class Reduce {
  readonly #reduction: MetricReduction;
  readonly #mean = new Mean();

  /** @throws ArgumentInvalidError for an unknown reduction. */
  constructor(reduction: MetricReduction) {
    if (!REDUCTIONS.includes(reduction)) {
      throw new ArgumentInvalidError({
        operation: "Reduce",
        problem: "unknown reduction",
        expected: REDUCTIONS.join(", "),
        received: reduction,
      });
    }
    this.#reduction = reduction;
  }

  /** Of no values. */
  reset(): MeanState {
    return this.#mean.reset();
  }

  /**
   * With more values.
   *
   * @param values of any shape.
   * @param weights a number, or a tensor for the leading axes of the values. Default 1 each.
   * @throws ShapeMismatchError for weights that do not belong to the values.
   */
  update(state: MeanState, values: Tensor, weights: Tensor | number | null = null): MeanState {
    const next = this.#mean.update(state, values, weights);
    if (this.#reduction !== "sumOverBatchSize") return next;
    return { total: next.total, count: state.count.add(values.size) };
  }

  /** The sum or mean, `f32[]`; 0 of no values. */
  compute({ total, count }: MeanState): Tensor {
    return this.#reduction === "sum" ? total : ratio(total, count);
  }
}
