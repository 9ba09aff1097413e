import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import { overParameters, type Regularizer } from "./regularizer.ts";

export interface L1L2Options {
  /** The factor of `Σ |p|`. Default 0. */
  readonly l1?: number;
  /** The factor of `Σ p²`. Default 0. */
  readonly l2?: number;
}

/**
 * `l1·Σ |p| + l2·Σ p²` over all parameters.
 *
 * @throws ArgumentInvalidError for a factor that is negative or not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const penalty = regularizers.l1l2({ l1: 0.1, l2: 0.01 });
 * await penalty({ w: np.array([1, -2]), b: np.array([3]) }).item(); // => 0.74
 * ```
 */
export function l1l2({ l1: first = 0, l2: second = 0 }: L1L2Options = {}): Regularizer {
  requireNumber("l1l2", "l1", first, "notNegative");
  requireNumber("l1l2", "l2", second, "notNegative");
  const [lasso, ridge] = [l1(first), l2(second)];
  return (params) => lasso(params).add(ridge(params));
}

/**
 * `l·Σ |p|` over all parameters.
 *
 * @param l default 0.01.
 * @throws ArgumentInvalidError for a factor that is negative or not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * await regularizers.l1(0.1)({ w: np.array([1, -2]), b: np.array([3]) }).item(); // => 0.6
 * ```
 */
export function l1(l = 0.01): Regularizer {
  requireNumber("l1", "l", l, "notNegative");
  return overParameters("l1", (parameter) => np.abs(parameter).sum().mul(l));
}

/**
 * `l·Σ p²` over all parameters: no ½.
 *
 * @param l default 0.01.
 * @throws ArgumentInvalidError for a factor that is negative or not finite.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * await regularizers.l2(0.1)({ w: np.array([1, -2]), b: np.array([3]) }).item(); // => 1.4
 * ```
 */
export function l2(l = 0.01): Regularizer {
  requireNumber("l2", "l", l, "notNegative");
  return overParameters("l2", (parameter) => np.square(parameter).sum().mul(l));
}
