import { InvalidArgumentError } from "commander";

/** The value of an option that is a whole number. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Expected a whole number ≥ 1.");
}
