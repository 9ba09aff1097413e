import { cbrtP } from "../primitives/cbrt.ts";
import { rsqrtP } from "../primitives/rsqrt.ts";
import { unary, type Unary } from "./lift.ts";

/**
 * `1 / √x`.
 *
 * @example
 * ```ts
 * await lax.rsqrt(np.array([0.25, 4])).array(); // => [2,0.5]
 * ```
 */
export const rsqrt: Unary = unary(rsqrtP);

/**
 * The real cube root, of negative numbers too.
 *
 * @example
 * ```ts
 * await lax.cbrt(np.array([-8, 0.125])).array(); // => [-2,0.5]
 * ```
 */
export const cbrt: Unary = unary(cbrtP);
