import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import * as trigonometry from "../lax/trigonometry.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Binary, binaryFloat, float, type Unary } from "./lift.ts";

/**
 * The sine of an angle in radians.
 *
 * @example
 * ```ts
 * await np.sin(np.array([0, Math.PI / 6])).array(); // => [0,0.5]
 * ```
 */
export const sin: Unary = float("sin", trigonometry.sin);

/**
 * The cosine of an angle in radians.
 *
 * @example
 * ```ts
 * await np.cos(np.array([0, Math.PI / 3])).array(); // => [1,0.5]
 * ```
 */
export const cos: Unary = float("cos", trigonometry.cos);

/**
 * The tangent of an angle in radians.
 *
 * @example
 * ```ts
 * await np.tan(np.array([0, Math.PI / 4])).array(); // => [0,1]
 * ```
 */
export const tan: Unary = float("tan", trigonometry.tan);

/**
 * The angle in [−π/2, π/2] with this sine; NaN outside of [−1, 1].
 *
 * @example
 * ```ts
 * await np.arcsin(np.array([0.5, 1])).array(); // => [0.523599,1.5708]
 * await np.arcsin(2).item(); // => NaN
 * ```
 */
export const arcsin: Unary = float("arcsin", trigonometry.asin);

/**
 * The angle in [0, π] with this cosine; NaN outside of [−1, 1].
 *
 * @example
 * ```ts
 * await np.arccos(np.array([0.5, -1])).array(); // => [1.0472,3.14159]
 * ```
 */
export const arccos: Unary = float("arccos", trigonometry.acos);

/**
 * The angle in [−π/2, π/2] with this tangent.
 *
 * @example
 * ```ts
 * await np.arctan(np.array([1, -Infinity])).array(); // => [0.785398,-1.5708]
 * ```
 */
export const arctan: Unary = float("arctan", trigonometry.atan);

/**
 * `arctan2(y, x)`: the angle of the point (x, y), in [−π, π].
 *
 * @example
 * ```ts
 * await np.arctan2(np.array([1, 0]), np.array([1, -1])).array(); // => [0.785398,3.14159]
 * ```
 */
export const arctan2: Binary = binaryFloat("arctan2", trigonometry.atan2);

/**
 * The hyperbolic sine `(eˣ − e⁻ˣ) / 2`.
 *
 * @example
 * ```ts
 * await np.sinh(np.array([0, 1])).array(); // => [0,1.1752]
 * ```
 */
export const sinh: Unary = float("sinh", trigonometry.sinh);

/**
 * The hyperbolic cosine `(eˣ + e⁻ˣ) / 2`.
 *
 * @example
 * ```ts
 * await np.cosh(np.array([0, 1])).array(); // => [1,1.54308]
 * ```
 */
export const cosh: Unary = float("cosh", trigonometry.cosh);

/**
 * The hyperbolic tangent, between −1 and 1.
 *
 * @example
 * ```ts
 * await np.tanh(np.array([1, -Infinity])).array(); // => [0.761594,-1]
 * ```
 */
export const tanh: Unary = float("tanh", trigonometry.tanh);

/**
 * The number with this hyperbolic sine.
 *
 * @example
 * ```ts
 * await np.arcsinh(np.array([-1, 1])).array(); // => [-0.881374,0.881374]
 * ```
 */
export const arcsinh: Unary = float("arcsinh", trigonometry.asinh);

/**
 * The number from 0 on with this hyperbolic cosine; NaN below 1.
 *
 * @example
 * ```ts
 * await np.arccosh(np.array([1, 2])).array(); // => [0,1.31696]
 * await np.arccosh(0).item(); // => NaN
 * ```
 */
export const arccosh: Unary = float("arccosh", trigonometry.acosh);

/**
 * The number with this hyperbolic tangent: ±∞ at ±1, NaN beyond.
 *
 * @example
 * ```ts
 * await np.arctanh(np.array([0.5, -0.5])).array(); // => [0.549306,-0.549306]
 * await np.arctanh(1).item(); // => Infinity
 * ```
 */
export const arctanh: Unary = float("arctanh", trigonometry.atanh);

/**
 * From degrees to radians.
 *
 * @example
 * ```ts
 * await np.deg2rad(180).item(); // => 3.14159
 * ```
 */
export const deg2rad: Unary = float("deg2rad", scaled(Math.PI / 180));

/**
 * From radians to degrees.
 *
 * @example
 * ```ts
 * await np.rad2deg(Math.PI / 2).item(); // => 90
 * ```
 */
export const rad2deg: Unary = float("rad2deg", scaled(180 / Math.PI));

/** {@link deg2rad}. */
export const radians: Unary = float("radians", scaled(Math.PI / 180));
/** {@link rad2deg}. */
export const degrees: Unary = float("degrees", scaled(180 / Math.PI));

function scaled(factor: number): (x: Tensor) => Tensor {
  return (x) => lax.mul(x, full(x.shape, factor, x.dtype));
}

/**
 * `√(x² + y²)` without overflow.
 *
 * @example
 * ```ts
 * await np.hypot(3, np.array([4, 3e30])).array(); // => [5,3e+30]
 * ```
 */
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

/**
 * `sin(πx) / (πx)`, and 1 at 0.
 *
 * @example
 * ```ts
 * await np.sinc(np.array([0, 0.5, 1.5])).array(); // => [1,0.63662,-0.212207]
 * ```
 */
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
