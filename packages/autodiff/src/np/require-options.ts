import { received, wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";

/**
 * Without types there may be the axis itself in their place, as in NumPy, or a name that nobody reads: neither must be overlooked.
 *
 * @param expected the names there are, in braces, as a message gives them.
 */
export function requireOptions(operation: string, options: unknown, expected = "{ axis, keepdims }"): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ArgumentInvalidError({
      operation,
      problem: "the options are not an object",
      expected,
      received: received(options),
      ...(expected.includes("axis") ? { hint: `Name the axis: { axis: ${received(options)} }.` } : {}),
    });
  }
  const known: readonly string[] = expected.match(/\w+(?=[^{}]*\})/g) ?? [];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw wrongArgument(operation, `there is no option \`${unknown}\``, expected, options);
}
