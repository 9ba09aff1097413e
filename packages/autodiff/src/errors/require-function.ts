import { wrongArgument } from "./received.ts";

/** Without types anything may stand where a function is to be. */
export function requireFunction(operation: string, what: string, value: unknown): void {
  if (typeof value === "function") return;
  throw wrongArgument(operation, `${what} is not a function`, "a function", value);
}
