import * as np from "@elegy/autodiff/np";
import { type OptionSpecs, number, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export interface TransitionOptions {
  /** Updates before the transition begins. Default 0. */
  readonly transitionBegin?: number;
}

export const transitionOptions: OptionSpecs<TransitionOptions> = {
  transitionBegin: number(0, ranges.notNegativeCount),
};

/**
 * From one value to another in `transitionSteps` updates, along `(1 − t)^power`.
 *
 * @throws ArgumentInvalidError for values that are not finite, a `power` that is not positive, no steps, or an unknown option.
 * @example
 * ```ts
 * import { polynomialSchedule } from "@elegy/optimizers";
 *
 * const schedule = polynomialSchedule(1, 0, 2, 4);
 * await schedule(2).item(); // => 0.25
 * ```
 */
export function polynomialSchedule(
  initValue: number,
  endValue: number,
  power: number,
  transitionSteps: number,
  options: TransitionOptions = {},
): NamedSchedule {
  return transition("polynomialSchedule", { initValue, endValue, power, transitionSteps }, options);
}

interface Transition {
  readonly initValue: number;
  readonly endValue: number;
  readonly power: number;
  readonly transitionSteps: number;
}

/** A polynomial transition, under the name of the schedule that it is. */
export function transition(
  operation: string,
  { initValue, endValue, power, transitionSteps }: Transition,
  options: TransitionOptions,
): NamedSchedule {
  requireNumber(operation, "initValue", initValue, ranges.finite);
  requireNumber(operation, "endValue", endValue, ranges.finite);
  requireNumber(operation, "power", power, ranges.positive);
  requireNumber(operation, "transitionSteps", transitionSteps, ranges.count);
  const { transitionBegin } = readOptions(operation, transitionOptions, options);
  return (count) => {
    const steps = stepsOf(count).sub(transitionBegin).clip(0, transitionSteps);
    const left = np.subtract(1, steps.div(transitionSteps));
    const share = power === 1 ? left : left.pow(power);
    return share.mul(initValue - endValue).add(endValue);
  };
}
