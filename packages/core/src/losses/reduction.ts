import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { ratio } from "./ratio.ts";

/**
 * How the values of the samples become one: the sum of the weighted values over their number (not over the sum of
 * the weights), over the sum of the weights, not divided, or not summed at all.
 */
export type Reduction = "sumOverBatchSize" | "meanWithSampleWeight" | "sum" | "none";

export interface Weighted {
  readonly values: Tensor;
  /** `f32[...values.shape]`. */
  readonly weights: Tensor | null;
  /** Which values there are to be divided by, `bool[...values.shape]`; `null` for all. */
  readonly counted: Tensor | null;
}

const reductions: Readonly<Record<Reduction, (weighted: Weighted) => Tensor>> = {
  sumOverBatchSize: (weighted) => {
    const total = product(weighted).sum();
    if (weighted.counted) return ratio(total, weighted.counted.astype(total.dtype).sum());
    return weighted.values.size === 0 ? total : product(weighted).mean();
  },
  meanWithSampleWeight(weighted) {
    const { values, weights, counted } = weighted;
    if (weights === null) return reductions.sumOverBatchSize(weighted);
    const total = product(weighted).sum();
    const factors = counted ? np.where(counted, weights, 0) : weights;
    return ratio(total, factors.astype(values.dtype).sum());
  },
  sum: (weighted) => product(weighted).sum(),
  none: (weighted) => product(weighted),
};

/** The reduced values; of none, or of weights that sum to 0, a mean is 0. */
export function reduce(weighted: Weighted, reduction: Reduction): Tensor {
  return reductions[reduction](weighted);
}

function product({ values, weights }: Weighted): Tensor {
  return weights ? values.mul(weights) : values;
}

/** @throws ArgumentInvalidError */
export function requireReduction(operation: string, reduction: string): void {
  if (Object.hasOwn(reductions, reduction)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "unknown reduction",
    expected: Object.keys(reductions).join(", "),
    received: reduction,
  });
}
