import * as np from "@elegy/autodiff/np";
import { ranges, requireNumber } from "../options/require-number.ts";
import type { NamedSchedule } from "./schedule.ts";
import { stepsOf } from "./steps-of.ts";

/**
 * One value, always.
 *
 * @throws ArgumentInvalidError for a value that is not finite.
 * @example
 * ```ts
 * import { constantSchedule } from "@elegy/optimizers";
 *
 * const schedule = constantSchedule(0.3);
 * await schedule(7).item(); // => 0.3
 * ```
 */
export function constantSchedule(value: number): NamedSchedule {
  requireNumber("constantSchedule", "value", value, ranges.finite);
  return (count) => np.fullLike(stepsOf(count), value);
}
