import { type OptionSpecs, number, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { interpolated } from "./piecewise-interpolate-schedule.ts";

export interface CosineOnecycleOptions {
  /** The part of the updates that lead up to the peak. Default 0.3. */
  readonly pctStart?: number;
  /** The first value is the peak divided by it. Default 25. */
  readonly divFactor?: number;
  /** The last value is the first one divided by it. Default 1e4. */
  readonly finalDivFactor?: number;
}

export interface LinearOnecycleOptions extends CosineOnecycleOptions {
  /** The part of the updates after which the value is again what it was at first. Default 0.85. */
  readonly pctFinal?: number;
}

const cosineOptions: OptionSpecs<CosineOnecycleOptions> = {
  pctStart: number(0.3, ranges.fraction),
  divFactor: number(25, ranges.positive),
  finalDivFactor: number(1e4, ranges.positive),
};

const linearOptions: OptionSpecs<LinearOnecycleOptions> = {
  ...cosineOptions,
  pctFinal: number(0.85, ranges.fraction),
};

/**
 * Linear up to the peak, down to the first value, and further down (Smith and Topin, 2017).
 *
 * @throws ArgumentInvalidError for no steps, a negative peak, options out of their ranges, or an unknown one.
 * @example
 * ```ts
 * import { linearOnecycleSchedule } from "@elegy/optimizers";
 *
 * const schedule = linearOnecycleSchedule(100, 1);
 * await schedule(30).item(); // => 1
 * ```
 */
export function linearOnecycleSchedule(
  transitionSteps: number,
  peakValue: number,
  options: LinearOnecycleOptions = {},
): NamedSchedule {
  requireCycle("linearOnecycleSchedule", transitionSteps, peakValue);
  const { pctStart, pctFinal, divFactor, finalDivFactor } = readOptions(
    "linearOnecycleSchedule",
    linearOptions,
    options,
  );
  requireNumber("linearOnecycleSchedule", "pctFinal", pctFinal, {
    expected: `a number in [pctStart = ${pctStart}, 1]`,
    holds: (value) => value >= pctStart && value <= 1,
  });
  return interpolated("linear", peakValue / divFactor, [
    [Math.floor(pctStart * transitionSteps), divFactor],
    [Math.floor(pctFinal * transitionSteps), 1 / divFactor],
    [transitionSteps, 1 / finalDivFactor],
  ]);
}

/**
 * Along half a cosine up to the peak, and along another one down (Smith and Topin, 2017).
 *
 * @throws ArgumentInvalidError for no steps, a negative peak, options out of their ranges, or an unknown one.
 * @example
 * ```ts
 * import { cosineOnecycleSchedule } from "@elegy/optimizers";
 *
 * const schedule = cosineOnecycleSchedule(100, 1);
 * await schedule(30).item(); // => 1
 * ```
 */
export function cosineOnecycleSchedule(
  transitionSteps: number,
  peakValue: number,
  options: CosineOnecycleOptions = {},
): NamedSchedule {
  requireCycle("cosineOnecycleSchedule", transitionSteps, peakValue);
  const { pctStart, divFactor, finalDivFactor } = readOptions(
    "cosineOnecycleSchedule",
    cosineOptions,
    options,
  );
  return interpolated("cosine", peakValue / divFactor, [
    [Math.floor(pctStart * transitionSteps), divFactor],
    [transitionSteps, 1 / (divFactor * finalDivFactor)],
  ]);
}

function requireCycle(operation: string, transitionSteps: number, peakValue: number): void {
  requireNumber(operation, "transitionSteps", transitionSteps, ranges.count);
  requireNumber(operation, "peakValue", peakValue, ranges.notNegative);
}
