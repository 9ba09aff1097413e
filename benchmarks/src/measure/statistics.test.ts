import { expect, test } from "vitest";
import { median, quantile } from "./statistics.ts";

test.each([
  { values: [3, 1, 2], share: 0.5, expected: 2 },
  { values: [4, 1, 2, 3], share: 0.5, expected: 2.5 },
  { values: [10, 0], share: 0.1, expected: 1 },
  { values: [10, 9, 100], share: 1, expected: 100 },
  { values: [7], share: 0.9, expected: 7 },
  { values: [], share: 0.5, expected: Number.NaN },
])("the quantile $share of $values is $expected", ({ values, share, expected }) => {
  expect(quantile(values, share)).toBe(expected);
});

test("a median leaves the values in their order", () => {
  const values = [3, 20, 1];
  expect(median(values)).toBe(3);
  expect(values).toEqual([3, 20, 1]);
});
