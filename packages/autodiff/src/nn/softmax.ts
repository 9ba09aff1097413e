import { bindPrimitive1 } from "../interpreters/stack.ts";
import { full, zerosOf } from "../lax/creation.ts";
import { select } from "../lax/elementwise.ts";
import { reshape, transpose } from "../lax/movement.ts";
import { normalizeAxes } from "../np/axes.ts";
import { floatTensor } from "../np/operands.ts";
import { requireOptions } from "../np/require-options.ts";
import { maskFor } from "../np/taking-part.ts";
import type { AxisParams } from "../primitive/params.ts";
import type { Primitive } from "../primitive/primitive.ts";
import { logSoftmaxP } from "../primitives/log-softmax.ts";
import { softmaxP } from "../primitives/softmax.ts";
import type { Axis, Tensor, TensorLike } from "../tensor/tensor.ts";

export interface SoftmaxOptions {
  /** Default −1, the last; `null`: all. */
  readonly axis?: Axis | null;
  /** Which elements take part, a `bool` tensor that broadcasts to x. Default: all. */
  readonly where?: Tensor;
}

/**
 * `eˣ / Σ eˣ` over an axis, or over several; 0 for elements that do not take part.
 *
 * @example
 * ```ts
 * await nn.softmax(np.array([0, 0])).array(); // => [0.5,0.5]
 * ```
 */
export function softmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  return normalized(softmaxP, x, options, 0);
}

/**
 * `x − ln Σ eˣ` over an axis, or over several, without overflow; −∞ for elements that do not take part.
 *
 * @example
 * ```ts
 * await nn.logSoftmax(np.array([0, 0])).array(); // => [-0.693147,-0.693147]
 * await nn.logSoftmax(np.array([1000, 0])).array(); // => [0,-1000]
 * ```
 */
export function logSoftmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  return normalized(logSoftmaxP, x, options, -Infinity);
}

/** So little that its exponential is 0 next to any other, yet a number: rows without elements have no NaN in gradients. */
const LITTLE = -1e38;

function normalized(
  primitive: Primitive<AxisParams>,
  x: TensorLike,
  options: SoftmaxOptions,
  outside: number,
): Tensor {
  const name = `nn.${primitive.name}`;
  requireOptions(name, options, "{ axis, where }");
  const { axis = -1, where } = options;
  const operand = floatTensor(name, x);
  const axes = normalizeAxes(name, axis ?? undefined, operand);
  const over = (values: Tensor): Tensor =>
    alongOne(values, axes, (x, along) => bindPrimitive1(primitive, [x], { axis: along }));
  if (where === undefined) return over(operand);
  const takesPart = maskFor(name, where, operand);
  const filled = (value: number): Tensor =>
    value === 0 ? zerosOf(operand.spec) : full(operand.shape, value, operand.dtype);
  const result = over(select(takesPart, operand, filled(LITTLE)));
  return select(takesPart, result, filled(outside));
}

/** Several axes are one while it is applied: they are moved to the end and joined there. */
function alongOne(x: Tensor, axes: readonly number[], apply: (x: Tensor, along: number) => Tensor): Tensor {
  const [only] = axes;
  if (only !== undefined && axes.length === 1) return apply(x, only);
  const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...others, ...axes];
  const moved = transpose(x, order);
  const size = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  const joined = reshape(moved, [...moved.shape.slice(0, others.length), size]);
  const back = x.shape.map((_, i) => order.indexOf(i));
  return transpose(reshape(apply(joined, others.length), moved.shape), back);
}
