import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { logaddexp, logistic } from "../lax/composed.ts";
import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { erfc } from "../lax/error-function.ts";
import { slice } from "../lax/movement.ts";
import * as trigonometry from "../lax/trigonometry.ts";
import { tensorAxis } from "../np/axes.ts";
import { floatTensor, tensorOf } from "../np/operands.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { requireOptions } from "../np/require-options.ts";

const like = (x: Tensor, value: number): Tensor => full(x.shape, value, x.dtype);

/**
 * `1 / (1 + e⁻ˣ)`, between 0 and 1.
 *
 * @example
 * ```ts
 * await nn.sigmoid(np.array([0, 2])).array(); // => [0.5,0.880797]
 * ```
 */
export function sigmoid(x: TensorLike): Tensor {
  return logistic(floatTensor("nn.sigmoid", x));
}

/**
 * `ln sigmoid(x)`, without underflow.
 *
 * @example
 * ```ts
 * await nn.logSigmoid(np.array([0, -1000])).array(); // => [-0.693147,-1000]
 * ```
 */
export function logSigmoid(x: TensorLike): Tensor {
  return lax.neg(logOnePlusExp(lax.neg(floatTensor("nn.logSigmoid", x))));
}

/**
 * `ln(1 + eˣ)`, without overflow.
 *
 * @example
 * ```ts
 * await nn.softplus(np.array([0, 1000])).array(); // => [0.693147,1000]
 * ```
 */
export function softplus(x: TensorLike): Tensor {
  return logOnePlusExp(floatTensor("nn.softplus", x));
}

function logOnePlusExp(x: Tensor): Tensor {
  return logaddexp(x, zerosOf(x.spec));
}

/**
 * `x / (1 + |x|)`.
 *
 * @example
 * ```ts
 * await nn.softSign(np.array([-3, 1])).array(); // => [-0.75,0.5]
 * ```
 */
export function softSign(x: TensorLike): Tensor {
  const operand = floatTensor("nn.softSign", x);
  return lax.div(operand, lax.add(lax.abs(operand), like(operand, 1)));
}

/**
 * `x · sigmoid(x)`.
 *
 * @example
 * ```ts
 * await nn.silu(np.array([-1, 0, 1])).array(); // => [-0.268941,0,0.731059]
 * ```
 */
export function silu(x: TensorLike): Tensor {
  const operand = floatTensor("nn.silu", x);
  return lax.mul(operand, logistic(operand));
}

/** {@link silu}. */
export function swish(x: TensorLike): Tensor {
  return silu(x);
}

/**
 * `x · tanh(softplus(x))`.
 *
 * @example
 * ```ts
 * await nn.mish(np.array([-1, 0, 1])).array(); // => [-0.303401,0,0.865098]
 * ```
 */
export function mish(x: TensorLike): Tensor {
  const operand = floatTensor("nn.mish", x);
  return lax.mul(operand, trigonometry.tanh(logOnePlusExp(operand)));
}

/**
 * The hyperbolic tangent, between −1 and 1.
 *
 * @example
 * ```ts
 * await nn.tanh(np.array([-1, 0, 1])).array(); // => [-0.761594,0,0.761594]
 * ```
 */
export function tanh(x: TensorLike): Tensor {
  return trigonometry.tanh(floatTensor("nn.tanh", x));
}

/**
 * `(x + √(x² + b)) / 2`; b is 4 by default.
 *
 * @example
 * ```ts
 * await nn.squareplus(np.array([-1.5, 0, 1.5])).array(); // => [0.5,1,2]
 * ```
 */
export function squareplus(x: TensorLike, options: { b?: number } = {}): Tensor {
  requireOptions("nn.squareplus", options, "{ b }");
  const { b = 4 } = options;
  const operand = floatTensor("nn.squareplus", x);
  const root = lax.sqrt(lax.add(lax.mul(operand, operand), like(operand, b)));
  return lax.mul(lax.add(operand, root), like(operand, 0.5));
}

/**
 * x, but `alpha · (eˣ − 1)` for negative x; alpha is 1 by default.
 *
 * @example
 * ```ts
 * await nn.elu(np.array([-1, 2])).array(); // => [-0.632121,2]
 * ```
 */
export function elu(x: TensorLike, options: { alpha?: number } = {}): Tensor {
  requireOptions("nn.elu", options, "{ alpha }");
  const { alpha = 1 } = options;
  return exponentialUnit(floatTensor("nn.elu", x), alpha);
}

function exponentialUnit(x: Tensor, alpha: number): Tensor {
  const positive = lax.gt(x, zerosOf(x.spec));
  // Where x is positive eˣ may overflow, and so would its gradient.
  const negative = lax.expm1(lax.select(positive, zerosOf(x.spec), x));
  return lax.select(positive, x, lax.mul(negative, like(x, alpha)));
}

/**
 * `max(x, 0) + alpha · (e^(min(x, 0) / alpha) − 1)`; alpha is 1 by default.
 *
 * @example
 * ```ts
 * await nn.celu(np.array([-1, 2]), { alpha: 2 }).array(); // => [-0.786939,2]
 * ```
 */
export function celu(x: TensorLike, options: { alpha?: number } = {}): Tensor {
  requireOptions("nn.celu", options, "{ alpha }");
  const { alpha = 1 } = options;
  const operand = floatTensor("nn.celu", x);
  const [zero, scale] = [zerosOf(operand.spec), like(operand, alpha)];
  const bend = lax.expm1(lax.div(lax.min(operand, zero), scale));
  return lax.add(lax.max(operand, zero), lax.mul(scale, bend));
}

/** Klambauer et al., "Self-Normalizing Neural Networks" (2017). */
const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

/**
 * `1.0507 · elu(x, { alpha: 1.6733 })`: layers of it keep mean 0 and variance 1.
 *
 * @example
 * ```ts
 * await nn.selu(np.array([-1, 1])).array(); // => [-1.11133,1.0507]
 * ```
 */
export function selu(x: TensorLike): Tensor {
  const operand = floatTensor("nn.selu", x);
  return lax.mul(like(operand, SELU.scale), exponentialUnit(operand, SELU.alpha));
}

/**
 * `x · Φ(x)`, with the distribution function Φ of the normal distribution: by default its approximation by tanh, as in JAX.
 *
 * @example
 * ```ts
 * await nn.gelu(np.array([0, 100])).array(); // => [0,100]
 * ```
 */
export function gelu(x: TensorLike, options: { approximate?: boolean } = {}): Tensor {
  requireOptions("nn.gelu", options, "{ approximate }");
  const { approximate = true } = options;
  const operand = floatTensor("nn.gelu", x);
  if (!approximate) {
    const tail = erfc(lax.mul(operand, like(operand, -Math.SQRT1_2)));
    return lax.mul(lax.mul(like(operand, 0.5), operand), tail);
  }
  const cube = lax.mul(operand, lax.mul(operand, operand));
  const inner = lax.add(operand, lax.mul(like(operand, 0.044715), cube));
  // ½·(1 + tanh u) is the logistic function of 2u, which loses no digits where tanh is near −1.
  return lax.mul(operand, logistic(lax.mul(like(operand, Math.sqrt(8 / Math.PI)), inner)));
}

/**
 * The first half along `axis` times the sigmoid of the second.
 *
 * @throws ArgumentInvalidError if the size along the axis is odd.
 * @example
 * ```ts
 * await nn.glu(np.array([4, 0])).array(); // => [2]
 * ```
 */
export function glu(x: TensorLike, options: { axis?: number } = {}): Tensor {
  requireOptions("nn.glu", options, "{ axis }");
  const { axis = -1 } = options;
  const operand = floatTensor("nn.glu", x);
  const along = tensorAxis("nn.glu", axis, operand);
  const size = operand.shape[along] ?? 0;
  if (size % 2 !== 0) {
    throw new ArgumentInvalidError({
      operation: "nn.glu",
      problem: "the axis has no halves",
      expected: `an even size along axis ${along}`,
      received: formatSpec(operand.spec),
    });
  }
  const part = (from: number, to: number): Tensor =>
    slice(
      operand,
      operand.shape.map((_, i) => (i === along ? from : 0)),
      operand.shape.map((whole, i) => (i === along ? to : whole)),
    );
  return lax.mul(part(0, size / 2), logistic(part(size / 2, size)));
}

/**
 * x as it is: for where an activation is wanted.
 *
 * @example
 * ```ts
 * await nn.identity(np.array([-1, 2])).array(); // => [-1,2]
 * ```
 */
export function identity(x: TensorLike): Tensor {
  return tensorOf("nn.identity", x);
}
