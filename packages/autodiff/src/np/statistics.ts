import { wrongArgument } from "../errors/received.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { convertElementType, div, mul, sqrt, sub } from "../lax/elementwise.ts";
import { broadcastInDim } from "../lax/movement.ts";
import * as lax from "../lax/reduction.ts";
import { formatSpec, sameShape } from "../tensor/spec.ts";
import type { DeviationOptions, Tensor, TensorLike } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { alikeFloats, broadcastTrailing, floatTensor, tensorOf } from "./operands.ts";
import { inFloat32, mean, meanOf, reduced } from "./reductions.ts";
import { requireOptions } from "./require-options.ts";
import { tensorObject } from "../tensor/tensor-object.ts";

/**
 * The mean squared deviation from the mean, over `axis`.
 *
 * @example
 * ```ts
 * await np.variance(np.array([1, 3])).item(); // => 1
 * await np.variance(np.array([1, 3]), { ddof: 1 }).item(); // => 2
 * ```
 */
export function variance(x: TensorLike, options: DeviationOptions = {}): Tensor {
  return inFloat32(floatTensor("np.variance", x), (operand) => deviation("np.variance", operand, options));
}

// NumPy's name; a function of this name cannot be declared in JavaScript.
export { variance as var };

/**
 * The standard deviation over `axis`: the square root of {@link variance}.
 *
 * @example
 * ```ts
 * await np.std(np.array([1, 5])).item(); // => 2
 * await np.std(np.array([[1, 5], [2, 2]]), { axis: 1, ddof: 1 }).array(); // => [2.82843,0]
 * ```
 */
export function std(x: TensorLike, options: DeviationOptions = {}): Tensor {
  return inFloat32(floatTensor("np.std", x), (operand) => sqrt(deviation("np.std", operand, options)));
}

function deviation(operation: string, operand: Tensor, options: DeviationOptions): Tensor {
  requireOptions(operation, options, "{ axis, keepdims, where, ddof }");
  const { ddof = 0, ...rest } = options;
  if (!Number.isFinite(ddof)) {
    throw wrongArgument(operation, "ddof is not a number", "a number less than the count", ddof);
  }
  const center = mean(operand, { ...rest, keepdims: true });
  const distance = sub(operand, broadcastTrailing(center, operand.shape));
  return meanOf(operation, mul(distance, distance), rest, ddof);
}

export interface AverageOptions {
  /** The axis that vanishes; all of them if left out. */
  readonly axis?: number;
  /** Of the tensor's shape, or with an axis named, one for each place along it. Default: all alike. */
  readonly weights?: Tensor;
  readonly keepdims?: boolean;
}

/**
 * The mean weighted by `weights`, `Σ x·w / Σ w`, over `axis`.
 *
 * @throws ShapeMismatchError if the weights do not fit.
 * @example
 * ```ts
 * await np.average(np.array([1, 5]), { weights: np.array([3, 1]) }).item(); // => 2
 * ```
 */
export function average(x: TensorLike, options: AverageOptions = {}): Tensor {
  requireOptions("np.average", options, "{ axis, weights, keepdims }");
  const { weights, axis, ...rest } = options;
  const over = axis === undefined ? rest : { ...rest, axis };
  if (weights === undefined) return mean(x, over);
  const [values, spread] = weighted(tensorOf("np.average", x), weights, axis);
  const sum = (operand: Tensor): Tensor => reduced("np.average", operand, over, lax.reduceSum);
  return div(sum(mul(values, spread)), sum(spread));
}

/** Values and weights of one shape and float dtype. */
function weighted(x: Tensor, weights: Tensor, axis: number | undefined): readonly [Tensor, Tensor] {
  tensorObject(weights, "np.average");
  const along = axis === undefined ? undefined : tensorAxis("np.average", axis, x);
  const perPlace = along !== undefined && weights.ndim === 1 && weights.shape[0] === x.shape[along];
  if (!sameShape(weights.shape, x.shape) && !perPlace) {
    throw new ShapeMismatchError({
      operation: "np.average",
      problem: "the weights do not fit",
      expected:
        along === undefined ? `[${x.shape.join(",")}]` : `[${x.shape.join(",")}] or [${x.shape[along]}]`,
      received: formatSpec(weights.spec),
      ...(along === undefined && weights.ndim === 1 ? { hint: "Name the axis the weights belong to." } : {}),
    });
  }
  const spread = perPlace && along !== undefined ? broadcastInDim(weights, x.shape, [along]) : weights;
  const [values, floats] = alikeFloats("np.average", x, spread);
  if (!values || !floats) throw new Error("np.average has values and weights");
  return [convertElementType(values, floats.dtype), floats];
}
