import { bindPrimitive1 } from "../interpreters/stack.ts";
import { stopGradient } from "../lax/composed.ts";
import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { floatTensor, tensorOf } from "../np/operands.ts";
import { reluP } from "../primitives/relu.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";

const like = (x: Tensor, value: number): Tensor => full(x.shape, value, x.dtype);

/**
 * `max(x, 0)`; its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * await nn.relu(np.array([-2, 0, 3])).array(); // => [0,0,3]
 * await grad((x) => nn.relu(x))(0).item(); // => 0
 * ```
 */
export function relu(x: TensorLike): Tensor {
  return bindPrimitive1(reluP, [tensorOf("nn.relu", x)], {});
}

/**
 * `min(max(x, 0), 6)`; its derivative at 0 and 6 is 0.
 *
 * @example
 * ```ts
 * await nn.relu6(np.array([-2, 3, 9])).array(); // => [0,3,6]
 * ```
 */
export function relu6(x: TensorLike): Tensor {
  return upToSix(floatTensor("nn.relu6", x));
}

function upToSix(x: Tensor): Tensor {
  const [zero, six] = [zerosOf(x.spec), like(x, 6)];
  const inside = lax.bitwiseAnd(lax.gt(x, zero), lax.lt(x, six));
  return lax.select(inside, x, stopGradient(lax.min(lax.max(x, zero), six)));
}

/**
 * x, but negative x times `negativeSlope`, by default 0.01.
 *
 * @example
 * ```ts
 * await nn.leakyRelu(np.array([-2, 3]), { negativeSlope: 0.1 }).array(); // => [-0.2,3]
 * ```
 */
export function leakyRelu(x: TensorLike, options: { negativeSlope?: number } = {}): Tensor {
  requireOptions("nn.leakyRelu", options, "{ negativeSlope }");
  const { negativeSlope = 0.01 } = options;
  const operand = floatTensor("nn.leakyRelu", x);
  const small = lax.mul(operand, like(operand, negativeSlope));
  return lax.select(lax.ge(operand, zerosOf(operand.spec)), operand, small);
}

/**
 * x between −1 and 1, else the nearer of the two.
 *
 * @example
 * ```ts
 * await nn.hardTanh(np.array([-2, 0.5, 3])).array(); // => [-1,0.5,1]
 * ```
 */
export function hardTanh(x: TensorLike): Tensor {
  const operand = tensorOf("nn.hardTanh", x);
  const [low, high] = [like(operand, -1), like(operand, 1)];
  const bounded = lax.select(lax.lt(operand, low), low, operand);
  return lax.select(lax.gt(operand, high), high, bounded);
}

/**
 * `relu6(x + 3) / 6`.
 *
 * @example
 * ```ts
 * await nn.hardSigmoid(np.array([-4, 0, 1.5, 4])).array(); // => [0,0.5,0.75,1]
 * ```
 */
export function hardSigmoid(x: TensorLike): Tensor {
  return steps(floatTensor("nn.hardSigmoid", x));
}

function steps(x: Tensor): Tensor {
  return lax.div(upToSix(lax.add(x, like(x, 3))), like(x, 6));
}

/**
 * `x · hardSigmoid(x)`.
 *
 * @example
 * ```ts
 * await nn.hardSilu(np.array([-4, -1, 1, 4])).array(); // => [0,-0.333333,0.666667,4]
 * ```
 */
export function hardSilu(x: TensorLike): Tensor {
  const operand = floatTensor("nn.hardSilu", x);
  return lax.mul(operand, steps(operand));
}

/** {@link hardSilu}. */
export function hardSwish(x: TensorLike): Tensor {
  return hardSilu(x);
}

/**
 * 0 up to −1, x from 1 on, `(x + 1)² / 4` between.
 *
 * @example
 * ```ts
 * await nn.sparsePlus(np.array([-2, 0, 3])).array(); // => [0,0.25,3]
 * ```
 */
export function sparsePlus(x: TensorLike): Tensor {
  const operand = floatTensor("nn.sparsePlus", x);
  const one = like(operand, 1);
  const raised = lax.add(operand, one);
  const bend = lax.mul(lax.mul(raised, raised), like(operand, 0.25));
  const upper = lax.select(lax.ge(operand, one), operand, bend);
  return lax.select(lax.le(operand, lax.neg(one)), zerosOf(operand.spec), upper);
}

/**
 * `(x + 1) / 2`, at least 0 and at most 1: the derivative of {@link sparsePlus}.
 *
 * @example
 * ```ts
 * await nn.sparseSigmoid(np.array([-2, 0, 3])).array(); // => [0,0.5,1]
 * ```
 */
export function sparseSigmoid(x: TensorLike): Tensor {
  const operand = floatTensor("nn.sparseSigmoid", x);
  const raised = lax.add(operand, like(operand, 1));
  const bounded = lax.min(lax.max(raised, zerosOf(operand.spec)), like(operand, 2));
  return lax.mul(bounded, like(operand, 0.5));
}
