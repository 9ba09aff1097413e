import { ArgumentInvalidError } from "../errors/tensor-errors.ts";

/** Without types it may be the axis itself, as in NumPy: it must not be overlooked. */
export function requireOptions(operation: string, options: unknown, expected = "{ axis, keepdims }"): void {
  if (typeof options === "object" && !Array.isArray(options)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "the options are not an object",
    expected,
    received: JSON.stringify(options),
    hint: `Name the axis: { axis: ${JSON.stringify(options)} }.`,
  });
}
