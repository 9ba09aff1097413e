import { erfInvP } from "../primitives/erf-inv.ts";
import { erfP } from "../primitives/erf.ts";
import { erfcP } from "../primitives/erfc.ts";
import { unary, type Unary } from "./lift.ts";

/**
 * The error function `2/√π · ∫₀ˣ e^(−t²) dt`, in [−1, 1].
 *
 * @example
 * ```ts
 * await lax.erf(np.array([-0.5, 0, Infinity])).array(); // => [-0.5205,0,1]
 * ```
 */
export const erf: Unary = unary(erfP);

/**
 * `1 − erf x`, exact where `erf` is near 1.
 *
 * @example
 * ```ts
 * await lax.erfc(np.array([0, 4.5])).array(); // => [1,1.96616e-10]
 * ```
 */
export const erfc: Unary = unary(erfcP);

/**
 * The inverse of `erf`: ±∞ at ±1, NaN beyond.
 *
 * @example
 * ```ts
 * await lax.erfInv(np.array([-0.5, 0.5])).array(); // => [-0.476936,0.476936]
 * await lax.erfInv(lax.constant(-1, "float32")).item(); // => -Infinity
 * ```
 */
export const erfInv: Unary = unary(erfInvP);
