import { readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { exponentialDecay, type ExponentialDecayOptions, exponentialOptions } from "./exponential-decay.ts";
import { joinSchedules } from "./join-schedules.ts";
import type { NamedSchedule } from "./schedule.ts";
import { warmup } from "./warmup-constant-schedule.ts";

/**
 * Linear up to the peak, and from there `peakValue·decayRate^(t / transitionSteps)`.
 *
 * @throws ArgumentInvalidError for steps that are not whole, a rate that is not positive, or an unknown option.
 * @example
 * ```ts
 * import { warmupExponentialDecaySchedule } from "@elegy/optimizers";
 *
 * const schedule = warmupExponentialDecaySchedule(0, 1, 2, 3, 0.5);
 * await schedule(8).item(); // => 0.25
 * ```
 */
export function warmupExponentialDecaySchedule(
  initValue: number,
  peakValue: number,
  warmupSteps: number,
  transitionSteps: number,
  decayRate: number,
  options: ExponentialDecayOptions = {},
): NamedSchedule {
  const operation = "warmupExponentialDecaySchedule";
  requireNumber(operation, "warmupSteps", warmupSteps, ranges.notNegativeCount);
  requireNumber(operation, "peakValue", peakValue, ranges.finite);
  requireNumber(operation, "transitionSteps", transitionSteps, ranges.count);
  requireNumber(operation, "decayRate", decayRate, ranges.positive);
  const read = readOptions(operation, exponentialOptions, options);
  const decay = exponentialDecay(peakValue, transitionSteps, decayRate, read);
  return joinSchedules([warmup(initValue, peakValue, warmupSteps), decay], [warmupSteps]);
}
