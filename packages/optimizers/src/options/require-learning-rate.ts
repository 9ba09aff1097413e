import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import { ranges, requireHyperparameter } from "./require-number.ts";

/** @throws ArgumentInvalidError for a rate that is negative, not finite, or neither a number nor a schedule. */
export function requireLearningRate(operation: string, learningRate: ScalarOrSchedule): void {
  if (typeof learningRate === "function") return;
  requireHyperparameter(operation, "learningRate", learningRate, ranges.notNegative);
}
