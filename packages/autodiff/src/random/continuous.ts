import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import { tan } from "../lax/trigonometry.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { uniform } from "./distributions.ts";
import { keyAt, rademacher } from "./integers.ts";
import { split } from "./keys.ts";
import { normal } from "./normal.ts";
import { spread } from "./parameters.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";

/** The least normal `float32`: as the lower end of an interval it keeps zero out. */
const TINY = 2 ** -126;
/** From 1 to the next `float32` above and, half of it, below. */
const EPSILON = 2 ** -23;

const filled = (like: Tensor, value: number): Tensor => full(like.shape, value, like.dtype);

/** In (0, 1). */
const open = (from: Tensor, shape: Shape): Tensor => uniform(from, shape, { minval: TINY });

/**
 * Gumbel distributed, `−ln(−ln u)`: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.gumbel(random.key(0), [2]).array(); // => [2.92337,3.83262]
 * ```
 */
export function gumbel(from: Tensor, shape: Shape = []): Tensor {
  return lax.neg(lax.log(lax.neg(lax.log(open(from, shape)))));
}

/**
 * Exponentially distributed with mean 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * random.exponential(random.key(0), [3]).shape; // => [3]
 * ```
 */
export function exponential(from: Tensor, shape: Shape = []): Tensor {
  return lax.neg(lax.log1p(lax.neg(uniform(from, shape))));
}

/**
 * Laplace distributed with mean 0 and scale 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.laplace(random.key(0), [2]).array(); // => [-2.25698,-3.15028]
 * ```
 */
export function laplace(from: Tensor, shape: Shape = []): Tensor {
  const u = uniform(from, shape, { minval: -1 + EPSILON / 2 });
  return lax.mul(lax.sign(u), lax.log1p(lax.neg(lax.abs(u))));
}

/**
 * Logistically distributed with mean 0 and scale 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.logistic(random.key(0), [2]).array(); // => [2.89638,3.82177]
 * ```
 */
export function logistic(from: Tensor, shape: Shape = []): Tensor {
  const u = open(from, shape);
  return lax.sub(lax.log(u), lax.log1p(lax.neg(u)));
}

/**
 * Cauchy distributed with median 0 and scale 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.cauchy(random.key(0), [2]).array(); // => [6.02749,14.8379]
 * ```
 */
export function cauchy(from: Tensor, shape: Shape = []): Tensor {
  const u = uniform(from, shape, { minval: EPSILON });
  return tan(lax.mul(filled(u, Math.PI), lax.sub(u, filled(u, 0.5))));
}

/**
 * The length of a normally distributed vector of three: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.maxwell(random.key(0), [2]).array(); // => [2.6311,0.991033]
 * ```
 */
export function maxwell(from: Tensor, shape: Shape = []): Tensor {
  requireShape("random.maxwell", shape);
  const vectors = normal(from, [...shape, 3]);
  return lax.sqrt(reduceSum(lax.mul(vectors, vectors), [shape.length]));
}

/**
 * As {@link maxwell} with a random sign, times `scale`, plus `loc`: `f32[...shape]`.
 *
 * @param shape what stands before the axes of `loc` and `scale`. Default `[]`.
 * @example
 * ```ts
 * random.doubleSidedMaxwell(random.key(0), np.array([0, 10]), 1, [3]).shape; // => [3,2]
 * ```
 */
export function doubleSidedMaxwell(
  from: Tensor,
  loc: TensorLike,
  scale: TensorLike,
  shape: Shape = [],
): Tensor {
  requireShape("random.doubleSidedMaxwell", shape);
  const { shape: each } = spread("random.doubleSidedMaxwell", undefined, loc, scale);
  const { shape: result, parameters } = spread("random.doubleSidedMaxwell", [...shape, ...each], loc, scale);
  const keys = split(from);
  const size = maxwell(keyAt(keys, 0), result);
  const sign = lax.convertElementType(rademacher(keyAt(keys, 1), result), size.dtype);
  return lax.add(lax.mul(lax.mul(sign, size), parameters[1]), parameters[0]);
}

/**
 * Rayleigh distributed, `scale·√(−2·ln u)`: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.rayleigh(random.key(0), np.array([1, 100])).array(); // => [0.327878,20.81]
 * ```
 */
export function rayleigh(from: Tensor, scale: TensorLike = 1, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.rayleigh", shape, scale);
  const logarithm = lax.log(uniform(from, result));
  return lax.mul(parameters[0], lax.sqrt(lax.mul(logarithm, filled(logarithm, -2))));
}

/**
 * Pareto distributed with exponent `b`, at least 1: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.pareto(random.key(0), 3, [2]).array(); // => [2.67347,3.60075]
 * ```
 */
export function pareto(from: Tensor, b: TensorLike, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.pareto", shape, b);
  return lax.exp(lax.div(exponential(from, result), parameters[0]));
}

/**
 * Weibull distributed: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.weibullMin(random.key(0), 1, 2, [2]).array(); // => [1.71759,1.96047]
 * ```
 */
export function weibullMin(
  from: Tensor,
  scale: TensorLike,
  concentration: TensorLike,
  shape?: Shape,
): Tensor {
  const { shape: result, parameters } = spread("random.weibullMin", shape, scale, concentration);
  const x = exponential(from, result);
  return lax.mul(lax.pow(x, lax.div(filled(x, 1), parameters[1])), parameters[0]);
}

/**
 * `e` to the power of a normal variable of standard deviation `sigma`: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.lognormal(random.key(0), 0.5, [2]).array(); // => [2.25088,2.75284]
 * ```
 */
export function lognormal(from: Tensor, sigma: TensorLike = 1, shape?: Shape): Tensor {
  const { shape: result, parameters } = spread("random.lognormal", shape, sigma);
  return lax.exp(lax.mul(normal(from, result), parameters[0]));
}

/**
 * Distributed between `left` and `right` with a density that rises up to `mode` and falls behind it: `f32[...shape]`.
 *
 * @example
 * ```ts
 * await random.triangular(random.key(0), -1, 0, 2, [2]).array(); // => [1.43964,1.6415]
 * ```
 */
export function triangular(
  from: Tensor,
  left: TensorLike,
  mode: TensorLike,
  right: TensorLike,
  shape?: Shape,
): Tensor {
  const { shape: result, parameters } = spread("random.triangular", shape, left, mode, right);
  const [low, peak, high] = parameters;
  const u = uniform(from, result);
  const [width, rise, fall] = [lax.sub(high, low), lax.sub(peak, low), lax.sub(high, peak)];
  const below = lax.add(low, lax.sqrt(lax.mul(lax.mul(u, width), rise)));
  const rest = lax.sub(filled(u, 1), u);
  const above = lax.sub(high, lax.sqrt(lax.mul(lax.mul(rest, width), fall)));
  return lax.select(lax.lt(u, lax.div(rise, width)), below, above);
}

/**
 * Wald distributed (inverse Gaussian) with a mean and scale 1: `f32[...shape]`.
 *
 * @see Michael, Schucany and Haas (1976), Generating random variates using transformations with multiple roots.
 * @example
 * ```ts
 * await random.wald(random.key(0), 2, [2]).array(); // => [0.533422,0.598115]
 * ```
 */
export function wald(from: Tensor, mean: TensorLike, shape?: Shape): Tensor {
  const {
    shape: result,
    parameters: [mu],
  } = spread("random.wald", shape, mean);
  const keys = split(from);
  const v = normal(keyAt(keys, 0), result);
  const z = uniform(keyAt(keys, 1), result);
  const y = lax.mul(v, v);
  const square = lax.mul(mu, mu);
  const root = lax.sqrt(lax.add(lax.mul(lax.mul(filled(y, 4), mu), y), lax.mul(square, lax.mul(y, y))));
  const half = filled(y, 2);
  const x = lax.sub(lax.add(mu, lax.div(lax.mul(square, y), half)), lax.mul(lax.div(mu, half), root));
  return lax.select(lax.le(z, lax.div(mu, lax.add(mu, x))), x, lax.div(square, x));
}
