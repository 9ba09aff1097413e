import { formatSpec } from "../tensor/spec.ts";
import { isTensor } from "../tensor/tensor.ts";
import { ArgumentInvalidError } from "./tensor-errors.ts";

/** A value of any kind as messages show it, in part if it is long: `f32[2]`, `[1,"x"]`, `{ axis }`, `a function`. */
export function received(value: unknown): string {
  return shown(value).slice(0, 200);
}

function shown(value: unknown): string {
  if (isTensor(value)) return formatSpec(value.spec);
  if (Array.isArray(value)) return `[${value.map(shown).join(",")}]`;
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "object" && value !== null ? `{ ${Object.keys(value).join(", ")} }` : String(value);
}

/** What came instead of a number, a list, a function: without types it may be anything. */
export function wrongArgument(
  operation: string,
  problem: string,
  expected: string,
  value: unknown,
): ArgumentInvalidError {
  return new ArgumentInvalidError({ operation, problem, expected, received: received(value) });
}
