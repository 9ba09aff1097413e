import { ArgumentInvalidError } from "@elegy/autodiff";

interface Range {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

type RangeName = "finite" | "positive" | "notNegative" | "share" | "count" | "several" | "index";

/** What an option may be. */
const ranges: Readonly<Record<RangeName, Range>> = {
  finite: { expected: "a finite number", holds: () => true },
  positive: { expected: "a finite number > 0", holds: (value) => value > 0 },
  notNegative: { expected: "a finite number ≥ 0", holds: (value) => value >= 0 },
  share: { expected: "a number in [0, 1]", holds: (value) => value >= 0 && value <= 1 },
  count: { expected: "a whole number ≥ 1", holds: (value) => Number.isInteger(value) && value >= 1 },
  several: { expected: "a whole number ≥ 2", holds: (value) => Number.isInteger(value) && value >= 2 },
  index: { expected: "a whole number ≥ 0", holds: (value) => Number.isInteger(value) && value >= 0 },
};

/**
 * @returns the number.
 * @throws ArgumentInvalidError for an option out of its range, NaN or no number.
 */
export function requireNumber(operation: string, name: string, value: unknown, range: RangeName): number {
  const { expected, holds } = ranges[range];
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
