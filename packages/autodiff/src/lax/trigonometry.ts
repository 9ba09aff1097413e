import { acosP } from "../primitives/acos.ts";
import { acoshP } from "../primitives/acosh.ts";
import { asinP } from "../primitives/asin.ts";
import { asinhP } from "../primitives/asinh.ts";
import { atanP } from "../primitives/atan.ts";
import { atan2P } from "../primitives/atan2.ts";
import { atanhP } from "../primitives/atanh.ts";
import { coshP, sinhP } from "../primitives/hyperbolic.ts";
import { binary, type Binary, unary, type Unary } from "./lift.ts";

/**
 * The sine of an angle in radians.
 *
 * @example
 * ```ts
 * await lax.sin(np.array([0, Math.PI / 6])).array(); // => [0,0.5]
 * ```
 */
export const sin: Unary = unary("sin");

/**
 * The cosine of an angle in radians.
 *
 * @example
 * ```ts
 * await lax.cos(np.array([0, Math.PI / 3])).array(); // => [1,0.5]
 * ```
 */
export const cos: Unary = unary("cos");

/**
 * The tangent of an angle in radians.
 *
 * @example
 * ```ts
 * await lax.tan(np.array([0, Math.PI / 4])).array(); // => [0,1]
 * ```
 */
export const tan: Unary = unary("tan");

/**
 * The angle in [−π/2, π/2] with this sine; NaN outside of [−1, 1].
 *
 * @example
 * ```ts
 * await lax.asin(np.array([0.5, 1])).array(); // => [0.523599,1.5708]
 * ```
 */
export const asin: Unary = unary(asinP);

/**
 * The angle in [0, π] with this cosine; NaN outside of [−1, 1].
 *
 * @example
 * ```ts
 * await lax.acos(np.array([0.5, -1])).array(); // => [1.0472,3.14159]
 * ```
 */
export const acos: Unary = unary(acosP);

/**
 * The angle in [−π/2, π/2] with this tangent.
 *
 * @example
 * ```ts
 * await lax.atan(np.array([1, -Infinity])).array(); // => [0.785398,-1.5708]
 * ```
 */
export const atan: Unary = unary(atanP);

/**
 * The hyperbolic sine `(eˣ − e⁻ˣ) / 2`.
 *
 * @example
 * ```ts
 * await lax.sinh(np.array([0, 0.5])).array(); // => [0,0.521095]
 * ```
 */
export const sinh: Unary = unary(sinhP);

/**
 * The hyperbolic cosine `(eˣ + e⁻ˣ) / 2`.
 *
 * @example
 * ```ts
 * await lax.cosh(np.array([0, 0.5])).array(); // => [1,1.12763]
 * ```
 */
export const cosh: Unary = unary(coshP);

/**
 * The hyperbolic tangent, between −1 and 1.
 *
 * @example
 * ```ts
 * await lax.tanh(np.array([0.5, -Infinity])).array(); // => [0.462117,-1]
 * ```
 */
export const tanh: Unary = unary("tanh");

/**
 * The number with this hyperbolic sine.
 *
 * @example
 * ```ts
 * await lax.asinh(np.array([-0.5, 0.5])).array(); // => [-0.481212,0.481212]
 * ```
 */
export const asinh: Unary = unary(asinhP);

/**
 * The number from 0 on with this hyperbolic cosine; NaN below 1.
 *
 * @example
 * ```ts
 * await lax.acosh(np.array([1, 1.5])).array(); // => [0,0.962424]
 * await lax.acosh(lax.constant(0.5, "float32")).item(); // => NaN
 * ```
 */
export const acosh: Unary = unary(acoshP);

/**
 * The number with this hyperbolic tangent: ±∞ at ±1, NaN beyond.
 *
 * @example
 * ```ts
 * await lax.atanh(np.array([-0.5, 0.5])).array(); // => [-0.549306,0.549306]
 * await lax.atanh(lax.constant(1, "float32")).item(); // => Infinity
 * ```
 */
export const atanh: Unary = unary(atanhP);

/**
 * The angle of the point (x, y), in [−π, π]; `y` comes first.
 *
 * @example
 * ```ts
 * await lax.atan2(np.array([0.5, 0]), np.array([0.5, -0.5])).array(); // => [0.785398,3.14159]
 * ```
 */
export const atan2: Binary = binary(atan2P);
