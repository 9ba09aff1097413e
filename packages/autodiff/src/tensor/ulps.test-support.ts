import { expect } from "vitest";

/** How many `float32` numbers lie between two of them. */
function ulpsBetween(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Object.is(a, b) ? 0 : Infinity;
  const order = (value: number): number => {
    const [bits = 0] = new Int32Array(Float32Array.of(value).buffer);
    return bits >= 0 ? bits : -(bits & 0x7fffffff);
  };
  return Math.abs(order(a) - order(b));
}

/**
 * Asserts that each number is at most `most` units in the last place off. Below `scale` the unit is that of `scale`: what
 * comes of a cancellation is no more exact than what was subtracted.
 */
export function expectUlps(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  most = 2,
  scale = 0,
): void {
  expect(actual.length).toBe(expected.length);
  Array.from(expected).forEach((wanted, i) => {
    const got = actual[i] ?? Number.NaN;
    if (Math.abs(got - wanted) <= most * scale * 2 ** -24) return;
    expect(ulpsBetween(got, wanted), `${got} for ${wanted} at ${i}`).toBeLessThanOrEqual(most);
  });
}
