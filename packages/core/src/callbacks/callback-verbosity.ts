import { ArgumentInvalidError } from "@elegy/autodiff";

/** 0: silent; 1: a line when the callback does something. */
export type CallbackVerbosity = 0 | 1;

/** @throws ArgumentInvalidError unless 0 or 1. */
export function requireVerbosity(operation: string, verbose: CallbackVerbosity = 0): CallbackVerbosity {
  if (verbose === 0 || verbose === 1) return verbose;
  throw new ArgumentInvalidError({
    operation,
    problem: "there is no such `verbose`",
    expected: "0 or 1",
    received: String(verbose),
  });
}
