import { ArgumentInvalidError } from "@elegy/autodiff";

interface Range {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

/** What an option may be. */
const ranges = {
  finite: { expected: "a finite number", holds: () => true },
  positive: { expected: "a finite number > 0", holds: (value) => value > 0 },
  notNegative: { expected: "a finite number ≥ 0", holds: (value) => value >= 0 },
  share: { expected: "a number in [0, 1]", holds: (value) => value >= 0 && value <= 1 },
  count: { expected: "a whole number ≥ 1", holds: (value) => Number.isInteger(value) && value >= 1 },
  index: { expected: "a whole number ≥ 0", holds: (value) => Number.isInteger(value) && value >= 0 },
} satisfies Readonly<Record<string, Range>>;

/**
 * @returns the number.
 * @throws ArgumentInvalidError for an option out of its range, NaN or no number.
 */
export function requireNumber(
  operation: string,
  name: string,
  value: unknown,
  range: keyof typeof ranges,
): number {
  const { expected, holds }: Range = ranges[range];
  if (typeof value === "number" && Number.isFinite(value) && holds(value)) return value;
  const isList = Array.isArray(value);
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is not ${expected}`,
    expected,
    received: isList ? `[${value.join(", ")}]` : String(value),
    ...(isList ? { hint: "A log is one number: make one for each." } : {}),
  });
}
