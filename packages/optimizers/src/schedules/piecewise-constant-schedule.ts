import * as np from "@elegy/autodiff/np";
import { ranges, requireNumber } from "../options/require-number.ts";
import { type BoundariesAndScales, boundariesOf } from "./boundaries-and-scales.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

/**
 * One value, which from each boundary on is multiplied by a factor.
 *
 * @throws ArgumentInvalidError for a boundary that is no count, or a negative factor.
 * @example
 * ```ts
 * import { piecewiseConstantSchedule } from "@elegy/optimizers";
 *
 * const schedule = piecewiseConstantSchedule(1, { 2: 0.5, 5: 0.25 });
 * await schedule(5).item(); // => 0.125
 * ```
 */
export function piecewiseConstantSchedule(
  initValue: number,
  boundariesAndScales: BoundariesAndScales,
): NamedSchedule {
  requireNumber("piecewiseConstantSchedule", "initValue", initValue, ranges.finite);
  const pieces = boundariesOf("piecewiseConstantSchedule", boundariesAndScales);
  return (count) => {
    const steps = stepsOf(count);
    return pieces.reduce(
      (value, [boundary, scale]) => np.where(steps.less(boundary), value, value.mul(scale)),
      np.fullLike(steps, initValue),
    );
  };
}
