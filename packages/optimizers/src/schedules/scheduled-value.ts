import { ArgumentInvalidError, formatSpec, isTensor, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import type { Schedule } from "./schedule.ts";

/**
 * What a schedule gives for a count, as `f32[]`.
 *
 * @throws ArgumentInvalidError if that is no scalar.
 */
export function scheduledValue(schedule: Schedule, count: Tensor): Tensor {
  const value: unknown = schedule(count);
  if (typeof value === "number") return np.full([], value, { dtype: "float32" });
  if (isTensor(value) && value.ndim === 0) return value.astype("float32");
  throw new ArgumentInvalidError({
    operation: "optimizer",
    problem: "the schedule does not return a scalar",
    expected: "f32[] or a number",
    received: isTensor(value) ? formatSpec(value.spec) : typeof value,
    hint: "A schedule takes the number of updates made, i32[], and returns the learning rate.",
  });
}
