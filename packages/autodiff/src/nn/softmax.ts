import { bind1 } from "../interpreters/stack.ts";
import { full, zerosOf } from "../lax/creation.ts";
import { select } from "../lax/elementwise.ts";
import { normalizeAxis } from "../np/axes.ts";
import { floatTensor } from "../np/operands.ts";
import { maskFor } from "../np/taking-part.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";

export interface SoftmaxOptions {
  /** Default −1, the last. */
  readonly axis?: number;
  /** Which elements take part, a `bool` tensor that broadcasts to x. Default: all. */
  readonly where?: Tensor;
}

/**
 * `eˣ / Σ eˣ` along an axis; 0 for elements that do not take part.
 *
 * @example
 * ```ts
 * await nn.softmax(np.array([0, 0])).array(); // => [0.5,0.5]
 * ```
 */
export function softmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  return normalized("softmax", x, options, 0);
}

/** `x − ln Σ eˣ` along an axis, without overflow; −∞ for elements that do not take part. */
export function logSoftmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  return normalized("logSoftmax", x, options, -Infinity);
}

/** So little that its exponential is 0 next to any other, yet a number: rows without elements have no NaN in gradients. */
const LITTLE = -1e38;

function normalized(
  name: "softmax" | "logSoftmax",
  x: TensorLike,
  { axis = -1, where }: SoftmaxOptions,
  outside: number,
): Tensor {
  const operand = floatTensor(`nn.${name}`, x);
  const along = normalizeAxis(`nn.${name}`, axis, operand.ndim, operand);
  if (where === undefined) return bind1(name, [operand], { axis: along });
  const takesPart = maskFor(`nn.${name}`, where, operand);
  const filled = (value: number): Tensor =>
    value === 0 ? zerosOf(operand.spec) : full(operand.shape, value, operand.dtype);
  const result = bind1(name, [select(takesPart, operand, filled(LITTLE))], { axis: along });
  return select(takesPart, result, filled(outside));
}
