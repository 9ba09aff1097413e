import { ranges, requireNumber } from "./require-number.ts";
import type { ScalarOrSchedule } from "./schedule.ts";

/** @throws ArgumentInvalidError for a rate that is negative, not finite, or neither a number nor a schedule. */
export function requireLearningRate(operation: string, learningRate: ScalarOrSchedule): void {
  if (typeof learningRate === "function") return;
  requireNumber(operation, "learningRate", learningRate, ranges.notNegative);
}
