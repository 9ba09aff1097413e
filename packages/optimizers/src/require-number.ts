import { ArgumentInvalidError } from "@elegy/autodiff";

interface Range {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

/** What a hyperparameter may be. */
export const ranges: Readonly<Record<"finite" | "notNegative" | "decay" | "momentum", Range>> = {
  finite: { expected: "a finite number", holds: () => true },
  notNegative: { expected: "a finite number ≥ 0", holds: (value) => value >= 0 },
  decay: { expected: "a number in [0, 1)", holds: (value) => value >= 0 && value < 1 },
  momentum: { expected: "a number in [0, 1]", holds: (value) => value >= 0 && value <= 1 },
};

/** @throws ArgumentInvalidError for a hyperparameter out of its range, NaN or no number. */
export function requireNumber(operation: string, name: string, value: unknown, range: Range): void {
  if (typeof value === "number" && Number.isFinite(value) && range.holds(value)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${name}\` is not ${typeof value === "number" ? "in its range" : "a number"}`,
    expected: range.expected,
    received: typeof value === "number" ? String(value) : describe(value),
  });
}

function describe(value: unknown): string {
  return value === null ? "null" : typeof value === "object" ? JSON.stringify(value) : typeof value;
}
