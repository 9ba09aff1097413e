import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import * as trigonometry from "../lax/trigonometry.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Binary, binaryFloat, float, type Unary } from "./lift.ts";

export const sin: Unary = float("sin", trigonometry.sin);
export const cos: Unary = float("cos", trigonometry.cos);
export const tan: Unary = float("tan", trigonometry.tan);
/** In [−π/2, π/2]; NaN outside of [−1, 1]. */
export const arcsin: Unary = float("arcsin", trigonometry.asin);
/** In [0, π]; NaN outside of [−1, 1]. */
export const arccos: Unary = float("arccos", trigonometry.acos);
/** In [−π/2, π/2]. */
export const arctan: Unary = float("arctan", trigonometry.atan);
/** `arctan2(y, x)`: the angle of the point (x, y), in [−π, π]. */
export const arctan2: Binary = binaryFloat("arctan2", trigonometry.atan2);

export const sinh: Unary = float("sinh", trigonometry.sinh);
export const cosh: Unary = float("cosh", trigonometry.cosh);
export const tanh: Unary = float("tanh", trigonometry.tanh);
export const arcsinh: Unary = float("arcsinh", trigonometry.asinh);
/** NaN below 1. */
export const arccosh: Unary = float("arccosh", trigonometry.acosh);
/** NaN outside of [−1, 1]. */
export const arctanh: Unary = float("arctanh", trigonometry.atanh);

/** From degrees to radians. */
export const deg2rad: Unary = float("deg2rad", scaled(Math.PI / 180));
/** From radians to degrees. */
export const rad2deg: Unary = float("rad2deg", scaled(180 / Math.PI));
export const radians: Unary = float("radians", scaled(Math.PI / 180));
export const degrees: Unary = float("degrees", scaled(180 / Math.PI));

function scaled(factor: number): (x: Tensor) => Tensor {
  return (x) => lax.mul(x, full(x.shape, factor, x.dtype));
}

/** `√(x² + y²)` without overflow. */
export const hypot: Binary = binaryFloat("hypot", (x, y) => {
  const [a, b] = [lax.abs(x), lax.abs(y)];
  const [large, small] = [lax.max(a, b), lax.min(a, b)];
  const [zero, one] = [zerosOf(large.spec), full(large.shape, 1, large.dtype)];
  const isZero = lax.eq(large, zero);
  const ratio = lax.div(small, lax.select(isZero, one, large));
  const length = lax.mul(large, lax.sqrt(lax.add(one, lax.mul(ratio, ratio))));
  const infinity = full(large.shape, Infinity, large.dtype);
  const infinite = lax.bitwiseOr(lax.eq(a, infinity), lax.eq(b, infinity));
  return lax.select(infinite, infinity, lax.select(isZero, large, length));
});
/** {@link arccos}. */
export const acos: Unary = float("acos", trigonometry.acos);
/** {@link arccosh}. */
export const acosh: Unary = float("acosh", trigonometry.acosh);
/** {@link arcsin}. */
export const asin: Unary = float("asin", trigonometry.asin);
/** {@link arcsinh}. */
export const asinh: Unary = float("asinh", trigonometry.asinh);
/** {@link arctan}. */
export const atan: Unary = float("atan", trigonometry.atan);
/** {@link arctanh}. */
export const atanh: Unary = float("atanh", trigonometry.atanh);
/** {@link arctan2}. */
export const atan2: Binary = binaryFloat("atan2", trigonometry.atan2);

/** `sin(πx) / (πx)`, and 1 at 0. */
export const sinc: Unary = float("sinc", (x) => {
  const zero = lax.eq(x, zerosOf(x.spec));
  const scaled = lax.mul(full(x.shape, Math.PI, x.dtype), x);
  // Near 0 by its series, of which 0 alone is near enough: the derivatives at 0 are those of the limit.
  const series = lax.sub(
    full(x.shape, 1, x.dtype),
    lax.mul(lax.mul(scaled, scaled), full(x.shape, 1 / 6, x.dtype)),
  );
  const apart = lax.select(zero, full(x.shape, 1, x.dtype), scaled);
  return lax.select(zero, series, lax.div(trigonometry.sin(apart), apart));
});
