import { ArgumentInvalidError, formatSpec, isFloat, isTensor } from "@elegy/autodiff";

export interface Range {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

type RangeName = "finite" | "notNegative" | "positive" | "decay" | "fraction" | "count" | "notNegativeCount";

/** What a hyperparameter may be. */
export const ranges: Readonly<Record<RangeName, Range>> = {
  finite: { expected: "a finite number", holds: () => true },
  notNegative: { expected: "a finite number ≥ 0", holds: (value) => value >= 0 },
  positive: { expected: "a finite number > 0", holds: (value) => value > 0 },
  decay: { expected: "a number in [0, 1)", holds: (value) => value >= 0 && value < 1 },
  fraction: { expected: "a number in [0, 1]", holds: (value) => value >= 0 && value <= 1 },
  count: { expected: "a whole number ≥ 1", holds: (value) => Number.isSafeInteger(value) && value >= 1 },
  notNegativeCount: {
    expected: "a whole number ≥ 0",
    holds: (value) => Number.isSafeInteger(value) && value >= 0,
  },
};

/** @throws ArgumentInvalidError for a number out of its range, NaN or no number. */
export function requireNumber(operation: string, name: string, value: unknown, range: Range): void {
  if (typeof value === "number" && Number.isFinite(value) && range.holds(value)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is not ${typeof value === "number" ? "in its range" : "a number"}`,
    expected: range.expected,
    received: describe(value),
  });
}

/** As {@link requireNumber}; a scalar float tensor is one, too. */
export function requireHyperparameter(operation: string, name: string, value: unknown, range: Range): void {
  if (isTensor(value) && value.ndim === 0 && isFloat(value.dtype)) return;
  requireNumber(operation, name, value, range);
}

/** A value in a message. */
export function describe(value: unknown): string {
  if (isTensor(value)) return formatSpec(value.spec);
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return typeof value === "function"
    ? "a function"
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
}
