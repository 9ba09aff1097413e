import { expect } from "vitest";

/** Numbers are others, but for a share of the largest of these (at least of 1). */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number = 1e-5,
): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  Array.from(actual).forEach((value, i) =>
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(tolerance * largest),
  );
}
