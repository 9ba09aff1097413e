import { ModuleResultInvalidError } from "./module-result-invalid-error.ts";

/** @throws ModuleResultInvalidError unless a list of two. */
export function requirePair(
  operation: string,
  expected: string,
  value: unknown,
  hint?: string,
): readonly [unknown, unknown] {
  if (Array.isArray(value) && value.length === 2) return [value[0], value[1]];
  throw new ModuleResultInvalidError(operation, expected, value, hint);
}
