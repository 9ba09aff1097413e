import { ArgumentInvalidError } from "@elegy/autodiff";

/**
 * @param expected what is asked for, in words: "a number ≥ 0".
 * @throws ArgumentInvalidError unless a finite number for which `holds` is true.
 */
export function requireNumber(
  operation: string,
  name: string,
  value: number,
  expected: string,
  holds: (value: number) => boolean,
): number {
  if (Number.isFinite(value) && holds(value)) return value;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is out of range`,
    expected,
    received: String(value),
  });
}
