import * as np from "@elegy/autodiff/np";
import { type OptionSpecs, number, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export interface InverseSqrtOptions {
  /** The value at first. Default 0. */
  readonly initValue?: number;
}

const inverseSqrtOptions: OptionSpecs<InverseSqrtOptions> = { initValue: number(0, ranges.finite) };

/**
 * Linear up to the peak, and from there `peakValue·√(warmupSteps / t)` (Vaswani et al., 2017).
 *
 * @throws ArgumentInvalidError for values that are not finite, no steps, or an unknown option.
 * @example
 * ```ts
 * import { inverseSqrtSchedule } from "@elegy/optimizers";
 *
 * const schedule = inverseSqrtSchedule(1, 4);
 * await schedule(16).item(); // => 0.5
 * ```
 */
export function inverseSqrtSchedule(
  peakValue: number,
  warmupSteps: number,
  options: InverseSqrtOptions = {},
): NamedSchedule {
  requireNumber("inverseSqrtSchedule", "peakValue", peakValue, ranges.finite);
  requireNumber("inverseSqrtSchedule", "warmupSteps", warmupSteps, ranges.count);
  const { initValue } = readOptions("inverseSqrtSchedule", inverseSqrtOptions, options);
  return (count) => {
    const steps = stepsOf(count);
    const up = steps.mul((peakValue - initValue) / warmupSteps).add(initValue);
    const down = np.divide(warmupSteps, steps.maximum(warmupSteps)).sqrt().mul(peakValue);
    return np.where(steps.less(warmupSteps), up, down);
  };
}
