import * as np from "@elegy/autodiff/np";
import { type OptionSpecs, number, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export interface CosineDecayOptions {
  /** What remains in the end, as a part of the first value. Default 0. */
  readonly alpha?: number;
  /** The power of the cosine. Default 1. */
  readonly exponent?: number;
}

const cosineOptions: OptionSpecs<CosineDecayOptions> = {
  alpha: number(0, ranges.finite),
  exponent: number(1, ranges.positive),
};

/**
 * `initValue·((1 − alpha)·(½ + ½·cos(π·t / decaySteps))^exponent + alpha)` (Loshchilov and Hutter, 2016, without restarts).
 *
 * @throws ArgumentInvalidError for no steps, an `exponent` that is not positive, or an unknown option.
 * @example
 * ```ts
 * import { cosineDecaySchedule } from "@elegy/optimizers";
 *
 * const schedule = cosineDecaySchedule(1, 4);
 * await schedule(1).item(); // => 0.853553
 * ```
 */
export function cosineDecaySchedule(
  initValue: number,
  decaySteps: number,
  options: CosineDecayOptions = {},
): NamedSchedule {
  requireNumber("cosineDecaySchedule", "initValue", initValue, ranges.finite);
  requireNumber("cosineDecaySchedule", "decaySteps", decaySteps, ranges.count);
  const { alpha, exponent } = readOptions("cosineDecaySchedule", cosineOptions, options);
  return (count) => {
    const share = stepsOf(count).minimum(decaySteps).div(decaySteps);
    const cosine = share.mul(Math.PI).cos().add(1).mul(0.5);
    const decay = exponent === 1 ? cosine : np.power(cosine, exponent);
    return decay
      .mul(1 - alpha)
      .add(alpha)
      .mul(initValue);
  };
}
