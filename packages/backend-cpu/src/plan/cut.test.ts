import { expect, it } from "vitest";
import { kernel, type Slices } from "../kernels/kernel-rule.ts";
import { evenParts } from "./cut.ts";

const none = kernel(() => {
  throw new Error("nobody calls it");
});

/** Cuts of an array of words, of so many bytes, into more and more rows. */
function cutsOf(bytes: number, ...rows: readonly number[]): Slices[] {
  return rows.map((count) => ({ rows: count, strides: [bytes / count], leastRows: 1, kernel: () => none }));
}

it.each([
  ["as few rows as are even", 2, cutsOf(4096, 64, 1024), [0, 2048]],
  ["more rows, where three would be two and one", 2, cutsOf(73728, 3, 9, 288), [0, 36864]],
  ["all there is, if nothing is even", 2, cutsOf(192, 1, 3), [0, 128]],
  ["one part of a single row", 3, cutsOf(4096, 1), [0]],
  ["nothing without a cut", 3, [], []],
])("cuts into %s", (_, count, cuts, starts) => {
  expect(evenParts(cuts, 1, count).map(({ offsets }) => offsets[0])).toEqual(starts);
});
