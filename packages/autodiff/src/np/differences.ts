import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { floatTensor, tensorOf } from "./operands.ts";
import { part } from "./part.ts";
import { sum } from "./reductions.ts";
import { multiply } from "./elementwise.ts";
import { requireOptions } from "./require-options.ts";

export interface DiffOptions {
  /** How often. Default 1. */
  readonly n?: number;
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * What each element has more than the one before it along an axis, `n` times: the axis gets shorter by `n`.
 *
 * @throws ArgumentInvalidError
 * @example
 * ```ts
 * await np.diff(np.array([1, 2, 4, 7])).array(); // => [1,2,3]
 * ```
 */
export function diff(x: TensorLike, options: DiffOptions = {}): Tensor {
  requireOptions("np.diff", options, "{ n, axis }");
  const { n = 1, axis = -1 } = options;
  requireCount("np.diff", "n", n);
  const tensor = tensorOf("np.diff", x);
  const along = tensorAxis("np.diff", axis, tensor);
  let result = tensor;
  for (let step = 0; step < n; step++) {
    const [earlier, later] = neighbours(result, along);
    result = tensor.dtype === "bool" ? lax.ne(later, earlier) : lax.sub(later, earlier);
  }
  return result;
}

export interface TrapezoidOptions {
  /** Where the values are: `f32[n]`. Default: `dx` apart. */
  readonly x?: Tensor;
  /** Default 1. */
  readonly dx?: number;
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * The integral along an axis by the trapezoidal rule.
 *
 * @example
 * ```ts
 * await np.trapezoid(np.array([0, 1, 4])).item(); // => 3
 * ```
 */
export function trapezoid(y: TensorLike, options: TrapezoidOptions = {}): Tensor {
  requireOptions("np.trapezoid", options, "{ x, dx, axis }");
  const { x, dx = 1, axis = -1 } = options;
  const values = floatTensor("np.trapezoid", y);
  const along = tensorAxis("np.trapezoid", axis, values);
  if (x !== undefined && (x.ndim !== 1 || x.size !== values.shape[along])) {
    throw new ArgumentInvalidError({
      operation: "np.trapezoid",
      problem: "x does not fit the axis",
      expected: `f32[${values.shape[along]}]`,
      received: formatSpec(x.spec),
    });
  }
  const [earlier, later] = neighbours(values, along);
  const heights = lax.mul(lax.add(earlier, later), full(earlier.shape, 0.5, earlier.dtype));
  const widths = x === undefined ? dx : diff(x).reshape(heights.shape.map((_, i) => (i === along ? -1 : 1)));
  return sum(multiply(heights, widths), { axis: along });
}

/** All elements but the last along an axis, and all but the first. */
function neighbours(x: Tensor, axis: number): readonly [earlier: Tensor, later: Tensor] {
  const size = x.shape[axis] ?? 0;
  return [part(x, axis, 0, Math.max(0, size - 1)), part(x, axis, Math.min(1, size), size)];
}
