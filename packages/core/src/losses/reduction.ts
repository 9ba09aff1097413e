import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";

/**
 * How the values of the samples become one: their sum over their number (not over the sum of weights), their
 * sum, or not at all.
 */
export type Reduction = "sumOverBatchSize" | "sum" | "none";

const reductions: Readonly<Record<Reduction, (values: Tensor) => Tensor>> = {
  sumOverBatchSize: (values) => values.mean(),
  sum: (values) => values.sum(),
  none: (values) => values,
};

export function reduce(values: Tensor, reduction: Reduction): Tensor {
  return reductions[reduction](values);
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
