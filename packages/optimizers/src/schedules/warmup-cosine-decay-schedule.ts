import { ArgumentInvalidError } from "@elegy/autodiff";
import { type OptionSpecs, number, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { cosineDecaySchedule } from "./cosine-decay-schedule.ts";
import { joinSchedules } from "./join-schedules.ts";
import type { NamedSchedule } from "./schedule.ts";
import { warmup } from "./warmup-constant-schedule.ts";

export interface WarmupCosineDecayOptions {
  /** The value in the end. Default 0. */
  readonly endValue?: number;
  /** The power of the cosine. Default 1. */
  readonly exponent?: number;
}

const warmupCosineOptions: OptionSpecs<WarmupCosineDecayOptions> = {
  endValue: number(0, ranges.finite),
  exponent: number(1, ranges.positive),
};

/**
 * Linear up to the peak, and from there along a cosine.
 *
 * @param decaySteps all updates, with those of the warm-up.
 * @throws ArgumentInvalidError unless `0 ≤ warmupSteps < decaySteps`, for a peak of 0 with another end, or an unknown option.
 * @example
 * ```ts
 * import { warmupCosineDecaySchedule } from "@elegy/optimizers";
 *
 * const schedule = warmupCosineDecaySchedule(0, 1, 2, 6);
 * await schedule(4).item(); // => 0.5
 * ```
 */
export function warmupCosineDecaySchedule(
  initValue: number,
  peakValue: number,
  warmupSteps: number,
  decaySteps: number,
  options: WarmupCosineDecayOptions = {},
): NamedSchedule {
  const operation = "warmupCosineDecaySchedule";
  const { endValue, exponent } = readOptions(operation, warmupCosineOptions, options);
  requireNumber(operation, "peakValue", peakValue, ranges.finite);
  requireNumber(operation, "warmupSteps", warmupSteps, ranges.notNegativeCount);
  requireNumber(operation, "decaySteps", decaySteps, {
    expected: `a whole number > warmupSteps = ${warmupSteps}`,
    holds: (value) => Number.isSafeInteger(value) && value > warmupSteps,
  });
  if (peakValue === 0 && endValue !== 0) {
    throw new ArgumentInvalidError({
      operation,
      problem: "a cosine cannot decay from a peak of 0 to another value",
      expected: "a `peakValue` other than 0, or an `endValue` of 0",
      received: `endValue ${endValue}`,
    });
  }
  const alpha = peakValue === 0 ? 0 : endValue / peakValue;
  const decay = cosineDecaySchedule(peakValue, decaySteps - warmupSteps, { alpha, exponent });
  return joinSchedules([warmup(initValue, peakValue, warmupSteps), decay], [warmupSteps]);
}
