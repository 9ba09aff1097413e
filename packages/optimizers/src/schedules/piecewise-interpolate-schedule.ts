import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { oneOf } from "../options/read-options.ts";
import { ranges, requireNumber } from "../options/require-number.ts";
import { type BoundariesAndScales, boundariesOf } from "./boundaries-and-scales.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

export type Interpolation = "linear" | "cosine";

const interpolation = oneOf<Interpolation>("linear", ["linear", "cosine"]);

/**
 * As `piecewiseConstantSchedule`, with a way from one value to the next in place of a step: at each boundary it has arrived.
 *
 * @param interpolateType along a line, or half a cosine.
 * @throws ArgumentInvalidError for another type, a boundary that is no count, or a negative factor.
 * @example
 * ```ts
 * import { piecewiseInterpolateSchedule } from "@elegy/optimizers";
 *
 * const schedule = piecewiseInterpolateSchedule("linear", 1, { 4: 0.5, 8: 0 });
 * await schedule(6).item(); // => 0.25
 * ```
 */
export function piecewiseInterpolateSchedule(
  interpolateType: Interpolation,
  initValue: number,
  boundariesAndScales: BoundariesAndScales,
): NamedSchedule {
  const operation = "piecewiseInterpolateSchedule";
  interpolation.check(operation, "interpolateType", interpolateType);
  requireNumber(operation, "initValue", initValue, ranges.finite);
  return interpolated(interpolateType, initValue, boundariesOf(operation, boundariesAndScales));
}

/** From `initValue` to its products with the factors, in order, at their boundaries. */
export function interpolated(
  type: Interpolation,
  initValue: number,
  pieces: readonly (readonly [boundary: number, scale: number])[],
): NamedSchedule {
  const values = [initValue];
  for (const [, scale] of pieces) values.push((values.at(-1) ?? 0) * scale);
  const segments = pieces.map(([end], i) => ({
    start: pieces[i - 1]?.[0] ?? 0,
    end,
    from: values[i] ?? 0,
    to: values[i + 1] ?? 0,
  }));
  return (count) => {
    const steps = stepsOf(count);
    const last = np.fullLike(steps, values.at(-1) ?? 0);
    return segments.reduceRight((after, { start, end, from, to }) => {
      const share = steps.sub(start).div(Math.max(end - start, 1));
      return np.where(steps.less(end), between(type, from, to, share), after);
    }, last);
  };
}

function between(type: Interpolation, from: number, to: number, share: Tensor): Tensor {
  if (type === "linear") return share.mul(to - from).add(from);
  return share
    .mul(Math.PI)
    .cos()
    .add(1)
    .mul((from - to) / 2)
    .add(to);
}
