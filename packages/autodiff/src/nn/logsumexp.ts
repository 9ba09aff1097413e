import { stopGradient } from "../lax/composed.ts";
import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reduceMax, reduceSum } from "../lax/reduction.ts";
import { reshape } from "../lax/movement.ts";
import { normalizeAxes } from "../np/axes.ts";
import { broadcastTrailing, floatTensor } from "../np/operands.ts";
import { sum } from "../np/reductions.ts";
import { requireOptions } from "../np/require-options.ts";
import { maskFor } from "../np/taking-part.ts";
import type { ReduceOptions, Tensor, TensorLike } from "../tensor/tensor.ts";

export interface LogsumexpOptions extends ReduceOptions {
  /** Factors of the exponentials, broadcast to x: `ln Σ b·eˣ`; NaN where the sum is negative. */
  readonly b?: TensorLike;
  /** Which elements take part, a `bool` tensor that broadcasts to x. Default: all. */
  readonly where?: Tensor;
}

/**
 * `ln Σ eˣ` over `axis`, without overflow; −∞ of nothing.
 *
 * @example
 * ```ts
 * await nn.logsumexp(np.array([1000, 1000])).item(); // => 1000.69
 * ```
 */
export function logsumexp(x: TensorLike, options: LogsumexpOptions = {}): Tensor {
  requireOptions("nn.logsumexp", options, "{ axis, keepdims, b, where }");
  const { axis, keepdims = false, b, where } = options;
  const operand = floatTensor("nn.logsumexp", x);
  const axes = normalizeAxes("nn.logsumexp", axis, operand);
  const kept = operand.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const spread = (reduced: Tensor): Tensor => broadcastTrailing(reshape(reduced, kept), operand.shape);

  const factors =
    b === undefined
      ? undefined
      : broadcastTrailing(
          lax.convertElementType(floatTensor("nn.logsumexp", b), operand.dtype),
          operand.shape,
        );
  const masks = [
    ...(where === undefined ? [] : [maskFor("nn.logsumexp", where, operand)]),
    ...(factors === undefined ? [] : [lax.ne(factors, zerosOf(factors.spec))]),
  ];
  const none = full(operand.shape, -Infinity, operand.dtype);
  const values = masks.reduce((rest, mask) => lax.select(mask, rest, none), operand);

  const largest = stopGradient(reduceMax(values, axes));
  const shift = lax.select(lax.isFinite(largest), largest, zerosOf(largest.spec));
  const exponential = lax.exp(lax.sub(values, spread(shift)));
  const terms = factors === undefined ? exponential : lax.mul(exponential, factors);
  const result = lax.add(lax.log(reduceSum(terms, axes)), shift);
  return keepdims ? reshape(result, kept) : result;
}

export type LogmeanexpOptions = Omit<LogsumexpOptions, "b">;

/**
 * `ln mean eˣ` over `axis`, without overflow.
 *
 * @example
 * ```ts
 * await nn.logmeanexp(np.array([1000, 1000])).item(); // => 1000
 * ```
 */
export function logmeanexp(x: TensorLike, options: LogmeanexpOptions = {}): Tensor {
  requireOptions("nn.logmeanexp", options, "{ axis, keepdims, where }");
  const operand = floatTensor("nn.logmeanexp", x);
  const ones = full(operand.shape, 1, operand.dtype);
  return lax.sub(logsumexp(operand, options), lax.log(sum(ones, options)));
}
