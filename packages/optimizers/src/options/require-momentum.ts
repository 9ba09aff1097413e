import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Hyperparameter } from "./hyperparameter.ts";

/** @throws ArgumentInvalidError for `nesterov` without a momentum, which would do nothing. */
export function requireMomentum(
  operation: string,
  momentum: Hyperparameter | undefined,
  nesterov: boolean,
): void {
  if (momentum !== undefined || !nesterov) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "`nesterov` without a momentum does nothing",
    expected: "a momentum",
    received: "nesterov: true alone",
    hint: `Write ${operation}(learningRate, { momentum: 0.9, nesterov: true }).`,
  });
}
