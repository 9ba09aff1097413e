import { ArgumentInvalidError } from "@elegy/autodiff";
import { ranges, requireNumber } from "./require-number.ts";

/** @throws ArgumentInvalidError for a momentum outside [0, 1], or `nesterov` without one, which would do nothing. */
export function requireMomentum(operation: string, momentum: number | undefined, nesterov: boolean): void {
  if (momentum !== undefined) requireNumber(operation, "momentum", momentum, ranges.momentum);
  if (momentum !== undefined || !nesterov) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "`nesterov` without a momentum does nothing",
    expected: "a momentum",
    received: "nesterov: true alone",
    hint: `Write ${operation}(learningRate, { momentum: 0.9, nesterov: true }).`,
  });
}
