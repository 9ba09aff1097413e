import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { diagonal } from "./diagonals.ts";
import { clip } from "./selection.ts";
import { atleast2d } from "./joining.ts";
import { expandDims, squeeze, transpose } from "./movement.ts";
import { floatTensor } from "./operands.ts";
import { matmul } from "./products.ts";
import { mean } from "./reductions.ts";
import { subtract, divide } from "./elementwise.ts";
import { requireOptions } from "./require-options.ts";

export interface CovarianceOptions {
  /** Whether a row is a variable, else a column is. Default `true`. */
  readonly rowvar?: boolean;
  /** What the number of observations is lessened by. Default 1. */
  readonly ddof?: number;
}

/**
 * The covariances of variables: `f32[n, n]` of `f32[n, observations]`; a scalar of a vector.
 *
 * @throws ShapeMismatchError for more than two axes.
 * @example
 * ```ts
 * await np.cov(np.array([[1, 2, 3], [2, 4, 6]])).array(); // => [[1,2],[2,4]]
 * ```
 */
export function cov(x: Tensor, options: CovarianceOptions = {}): Tensor {
  requireOptions("np.cov", options, "{ rowvar, ddof }");
  const { rowvar = true, ddof = 1 } = options;
  const operand = floatTensor("np.cov", x);
  if (operand.ndim > 2) {
    throw new ShapeMismatchError({
      operation: "np.cov",
      problem: "too many axes",
      expected: "a vector or a matrix",
      received: formatSpec(operand.spec),
    });
  }
  const rows = atleast2d(operand);
  const variables = rowvar || operand.ndim < 2 ? rows : transpose(rows);
  const centred = subtract(variables, mean(variables, { axis: 1, keepdims: true }));
  const products = matmul(centred, transpose(centred));
  const count = (centred.shape.at(-1) ?? 0) - ddof;
  const result = lax.div(products, full(products.shape, count, products.dtype));
  return result.size === 1 ? squeeze(result) : result;
}

/**
 * The correlations of variables, in [−1, 1]; otherwise as {@link cov}.
 *
 * @example
 * ```ts
 * await np.corrcoef(np.array([[1, 2, 3], [6, 4, 2]])).array(); // => [[1,-1],[-1,1]]
 * ```
 */
export function corrcoef(x: Tensor, options: Pick<CovarianceOptions, "rowvar"> = {}): Tensor {
  requireOptions("np.corrcoef", options, "{ rowvar }");
  const { rowvar = true } = options;
  const covariances = cov(x, { rowvar });
  if (covariances.ndim === 0) return lax.div(covariances, covariances);
  const deviation = lax.sqrt(diagonal(covariances));
  const scaled = divide(divide(covariances, expandDims(deviation, 1)), expandDims(deviation, 0));
  return clip(scaled, -1, 1);
}
