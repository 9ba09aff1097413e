import * as np from "@elegy/autodiff/np";
import { flag, number, optional, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { transitionOptions, type TransitionOptions } from "./polynomial-schedule.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export interface ExponentialDecayOptions extends TransitionOptions {
  /** Decay once every `transitionSteps` updates, in stairs. Default `false`. */
  readonly staircase?: boolean;
  /** Where the decay ends: the least value, or with a `decayRate` above 1 the largest. Default: nowhere. */
  readonly endValue?: number | undefined;
}

export const exponentialOptions: OptionSpecs<ExponentialDecayOptions> = {
  ...transitionOptions,
  staircase: flag(false),
  endValue: optional(number(0, ranges.finite)),
};

/**
 * `initValue·decayRate^(t / transitionSteps)`.
 *
 * @throws ArgumentInvalidError for no steps, a rate that is not positive, or an unknown option.
 * @example
 * ```ts
 * import { exponentialDecay } from "@elegy/optimizers";
 *
 * const schedule = exponentialDecay(1, 3, 0.5);
 * await schedule(6).item(); // => 0.25
 * ```
 */
export function exponentialDecay(
  initValue: number,
  transitionSteps: number,
  decayRate: number,
  options: ExponentialDecayOptions = {},
): NamedSchedule {
  requireNumber("exponentialDecay", "initValue", initValue, ranges.finite);
  requireNumber("exponentialDecay", "transitionSteps", transitionSteps, ranges.count);
  requireNumber("exponentialDecay", "decayRate", decayRate, ranges.positive);
  const { transitionBegin, staircase, endValue } = readOptions(
    "exponentialDecay",
    exponentialOptions,
    options,
  );
  return (count) => {
    const steps = stepsOf(count).sub(transitionBegin);
    const periods = steps.div(transitionSteps);
    const decay = np.power(decayRate, staircase ? periods.floor() : periods);
    const value = np.where(steps.lessEqual(0), initValue, decay.mul(initValue));
    if (endValue === undefined) return value;
    return decayRate < 1 ? value.maximum(endValue) : value.minimum(endValue);
  };
}
