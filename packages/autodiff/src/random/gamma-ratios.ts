import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import { softmax } from "../nn/softmax.ts";
import { divide } from "../np/elementwise.ts";
import { expandDims } from "../np/movement.ts";
import { floatTensor } from "../np/operands.ts";
import { requireCount } from "../primitive/rules/spec-rules.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { exponential } from "./continuous.ts";
import { gamma, loggamma } from "./gamma.ts";
import { keyAt, rademacher } from "./integers.ts";
import { split } from "./keys.ts";
import { normal } from "./normal.ts";
import { spread } from "./parameters.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

const filled = (like: Tensor, value: number): Tensor => full(like.shape, value, like.dtype);

/**
 * Beta distributed with concentrations `a` and `b`: `f32[...shape]` in (0, 1).
 *
 * @param a positive; broadcasts to the shape, as `b` does.
 * @example
 * ```ts
 * random.beta(random.key(0), 2, np.array([0.5, 1])).shape; // => [2]
 * ```
 */
export function beta(from: Tensor, a: TensorLike, b: TensorLike, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.beta", shape, a, b);
  const keys = split(from);
  const x = loggamma(keyAt(keys, 0), parameters[0], result);
  const y = loggamma(keyAt(keys, 1), parameters[1], result);
  // Of two numbers that may both underflow.
  const largest = lax.max(x, y);
  const [p, q] = [lax.exp(lax.sub(x, largest)), lax.exp(lax.sub(y, largest))];
  return lax.div(p, lax.add(p, q));
}

/**
 * Probabilities that are Dirichlet distributed: `f32[...shape, n]`, each row of sum 1.
 *
 * @param alpha `f32[...batch, n]`, positive.
 * @param shape what stands before the last axis; ends with `batch`, its default.
 * @example
 * ```ts
 * const p = random.dirichlet(random.key(0), np.array([0.5, 1, 2]), [4]);
 * await np.allclose(p.sum({ axis: -1 }), 1).item(); // => 1
 * ```
 */
export function dirichlet(from: Tensor, alpha: Tensor, shape?: Shape): Tensor {
  if (shape !== undefined) requireShape("random.dirichlet", shape);
  tensorObject(alpha, "random.dirichlet");
  const concentrations = floatTensor("random.dirichlet", alpha);
  const size = concentrations.shape.at(-1);
  if (size === undefined) {
    throw new ArgumentInvalidError({
      operation: "random.dirichlet",
      problem: "alpha has no axis",
      expected: "f32[...batch, n]",
      received: formatSpec(alpha.spec),
    });
  }
  const rows = shape ?? concentrations.shape.slice(0, -1);
  return softmax(loggamma(from, concentrations, [...rows, size]));
}

/**
 * χ² distributed with `df` degrees of freedom: `f32[...shape]`.
 *
 * @example
 * ```ts
 * random.chisquare(random.key(0), 3, [2]).shape; // => [2]
 * ```
 */
export function chisquare(from: Tensor, df: TensorLike, shape?: Shape): Tensor {
  const samples = lax.exp(loggamma(from, divide(df, 2), shape));
  return lax.mul(samples, filled(samples, 2));
}

/**
 * F distributed: the ratio of two {@link chisquare} variables, each by its degrees of freedom: `f32[...shape]`.
 *
 * @example
 * ```ts
 * random.f(random.key(0), 3, np.array([5, 10])).shape; // => [2]
 * ```
 */
export function f(from: Tensor, dfnum: TensorLike, dfden: TensorLike, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.f", shape, dfnum, dfden);
  const keys = split(from);
  const numerator = lax.div(chisquare(keyAt(keys, 1), parameters[0], result), parameters[0]);
  const denominator = lax.div(chisquare(keyAt(keys, 0), parameters[1], result), parameters[1]);
  return lax.div(numerator, denominator);
}

/**
 * Student-t distributed with `df` degrees of freedom: `f32[...shape]`.
 *
 * @example
 * ```ts
 * random.t(random.key(0), 3, [2]).shape; // => [2]
 * ```
 */
export function t(from: Tensor, df: TensorLike, shape?: Shape): Tensor {
  const {
    shape: result,
    parameters: [degrees],
  } = spread("random.t", shape, df);
  const keys = split(from);
  const half = lax.div(degrees, filled(degrees, 2));
  const scale = lax.sqrt(lax.div(half, gamma(keyAt(keys, 1), half, result)));
  return lax.mul(normal(keyAt(keys, 0), result), scale);
}

/**
 * Distributed with a density that falls as `exp(−|x|ᵖ)`: `f32[...shape]`.
 *
 * @example
 * ```ts
 * random.generalizedNormal(random.key(0), 1, [2]).shape; // => [2]
 * ```
 */
export function generalizedNormal(from: Tensor, p: number, shape: Shape = []): Tensor {
  requirePositive("random.generalizedNormal", p);
  const keys = split(from);
  const magnitude = gamma(keyAt(keys, 0), 1 / p, shape);
  const sign = lax.convertElementType(rademacher(keyAt(keys, 1), shape), "float32");
  return lax.mul(sign, lax.pow(magnitude, filled(magnitude, 1 / p)));
}

/**
 * Uniformly distributed in the unit ball of the p-norm: `f32[...shape, d]`.
 *
 * @see Barthe, Guédon, Mendelson and Naor (2005), A probabilistic approach to the geometry of the ℓₚⁿ-ball.
 * @example
 * ```ts
 * const points = random.ball(random.key(0), 3, 2, [100]);
 * points.shape; // => [100,3]
 * await np.linalg.norm(points, { axis: -1 }).max().lessEqual(1).array(); // => true
 * ```
 */
export function ball(from: Tensor, d: number, p = 2, shape: Shape = []): Tensor {
  requireShape("random.ball", shape);
  requireCount("random.ball", "the number of dimensions", d);
  requirePositive("random.ball", p);
  const keys = split(from);
  const direction = generalizedNormal(keyAt(keys, 0), p, [...shape, d]);
  const powers = reduceSum(lax.pow(lax.abs(direction), filled(direction, p)), [shape.length]);
  const total = lax.add(powers, exponential(keyAt(keys, 1), shape));
  return divide(direction, expandDims(lax.pow(total, filled(total, 1 / p)), -1));
}

function requirePositive(operation: string, p: number): void {
  if (p > 0) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "p is not positive",
    expected: "p > 0",
    received: String(p),
  });
}
