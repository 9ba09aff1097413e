import { wrongArgument } from "../errors/received.ts";

/** One number or several as a list. Without types it may be anything. */
export function numberList(
  operation: string,
  what: string,
  value: number | readonly number[],
): readonly number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) return value;
  throw wrongArgument(operation, `${what} is not a number`, "a number or a list of numbers", value);
}
