import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import type { Shape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { uniform } from "./distributions.ts";
import { normal } from "./normal.ts";

/** The least normal `float32`: as the lower end of an interval it keeps zero out. */
const TINY = 2 ** -126;
/** From 1 to the next `float32` above and, half of it, below. */
const EPSILON = 2 ** -23;

const filled = (like: Tensor, value: number): Tensor => full(like.shape, value, like.dtype);

/** In (0, 1). */
const open = (from: Tensor, shape: Shape): Tensor => uniform(from, shape, { minval: TINY });

/** Gumbel distributed, `−ln(−ln u)`: `f32[...shape]`. */
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

/** Laplace distributed with mean 0 and scale 1: `f32[...shape]`. */
export function laplace(from: Tensor, shape: Shape = []): Tensor {
  const u = uniform(from, shape, { minval: -1 + EPSILON / 2 });
  return lax.mul(lax.sign(u), lax.log1p(lax.neg(lax.abs(u))));
}

/** Logistically distributed with mean 0 and scale 1: `f32[...shape]`. */
export function logistic(from: Tensor, shape: Shape = []): Tensor {
  const u = open(from, shape);
  return lax.sub(lax.log(u), lax.log1p(lax.neg(u)));
}

/** Cauchy distributed with median 0 and scale 1: `f32[...shape]`. */
export function cauchy(from: Tensor, shape: Shape = []): Tensor {
  const u = uniform(from, shape, { minval: EPSILON });
  return lax.tan(lax.mul(filled(u, Math.PI), lax.sub(u, filled(u, 0.5))));
}

/** The length of a normally distributed vector of three: `f32[...shape]`. */
export function maxwell(from: Tensor, shape: Shape = []): Tensor {
  const vectors = normal(from, [...shape, 3]);
  return lax.sqrt(reduceSum(lax.mul(vectors, vectors), [shape.length]));
}

/** Rayleigh distributed, `scale·√(−2·ln u)`: `f32[...shape]`. */
export function rayleigh(from: Tensor, scale = 1, shape: Shape = []): Tensor {
  const logarithm = lax.log(uniform(from, shape));
  return lax.mul(filled(logarithm, scale), lax.sqrt(lax.mul(logarithm, filled(logarithm, -2))));
}

/** Pareto distributed with exponent `b`, at least 1: `f32[...shape]`. */
export function pareto(from: Tensor, b: number, shape: Shape = []): Tensor {
  const x = exponential(from, shape);
  return lax.exp(lax.div(x, filled(x, b)));
}

/** Weibull distributed: `f32[...shape]`. */
export function weibullMin(from: Tensor, scale: number, concentration: number, shape: Shape = []): Tensor {
  const x = exponential(from, shape);
  return lax.mul(lax.pow(x, filled(x, 1 / concentration)), filled(x, scale));
}

/** `e` to the power of a normal variable of standard deviation `sigma`: `f32[...shape]`. */
export function lognormal(from: Tensor, sigma = 1, shape: Shape = []): Tensor {
  const x = normal(from, shape);
  return lax.exp(lax.mul(x, filled(x, sigma)));
}
