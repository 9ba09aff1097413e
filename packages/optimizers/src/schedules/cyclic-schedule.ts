import * as np from "@elegy/autodiff/np";
import { number, oneOf, optional, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export interface CyclicOptions {
  /** Updates from the peak down to the base. Default: as many as up. */
  readonly stepSizeDown?: number | undefined;
  /** All peaks alike, each half as high above the base as the one before, or lower by `gammaᵗ`. Default `"triangular"`. */
  readonly mode?: "triangular" | "triangular2" | "expRange";
  /** Of the mode `expRange`. Default 1. */
  readonly gamma?: number;
}

const cyclicOptions: OptionSpecs<CyclicOptions> = {
  stepSizeDown: optional(number(1, ranges.count)),
  mode: oneOf("triangular", ["triangular", "triangular2", "expRange"]),
  gamma: number(1, ranges.positive),
};

/**
 * Linear up to a peak and down again, over and over (Smith, 2015).
 *
 * @throws ArgumentInvalidError for values that are not finite, no steps, another mode, or an unknown option.
 * @example
 * ```ts
 * import { cyclicSchedule } from "@elegy/optimizers";
 *
 * const schedule = cyclicSchedule(0.5, 1, 4);
 * await schedule(6).item(); // => 0.75
 * ```
 */
export function cyclicSchedule(
  baseValue: number,
  peakValue: number,
  stepSizeUp: number,
  options: CyclicOptions = {},
): NamedSchedule {
  requireNumber("cyclicSchedule", "baseValue", baseValue, ranges.finite);
  requireNumber("cyclicSchedule", "peakValue", peakValue, ranges.finite);
  requireNumber("cyclicSchedule", "stepSizeUp", stepSizeUp, ranges.count);
  const read = readOptions("cyclicSchedule", cyclicOptions, options);
  const { stepSizeDown = stepSizeUp, mode, gamma } = read;
  const length = stepSizeUp + stepSizeDown;
  return (count) => {
    const steps = stepsOf(count);
    const within = steps.mod(length);
    const up = within.div(stepSizeUp);
    const down = np.subtract(length, within).div(stepSizeDown);
    const height = np.minimum(up, down).mul(peakValue - baseValue);
    if (mode === "triangular") return height.add(baseValue);
    const lowering = mode === "expRange" ? np.power(gamma, steps) : np.power(0.5, steps.div(length).floor());
    return height.mul(lowering).add(baseValue);
  };
}
