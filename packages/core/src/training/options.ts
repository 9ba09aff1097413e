import { ArgumentInvalidError } from "@elegy/autodiff";

/**
 * Refuses an option that does not exist, so that none is silently ignored: for adapters and callbacks of one's own.
 *
 * @throws ArgumentInvalidError
 * @example
 * ```ts
 * requireKnownOptions("fromMine", { training: "train" }, ["training"]);
 * ```
 */
export function requireKnownOptions(operation: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `there is no option \`${unknown}\``,
    expected: known.join(", "),
    received: unknown,
  });
}

/** @throws ArgumentInvalidError unless a whole number ≥ `least`. */
export function requireCount(operation: string, name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is out of range`,
    expected: `a whole number ≥ ${least}`,
    received: String(value),
  });
}

/** The same for an option that may be left out. */
export function optionalCount(
  operation: string,
  name: string,
  value: number | undefined,
  least: number,
): number | undefined {
  return value === undefined ? undefined : requireCount(operation, name, value, least);
}
