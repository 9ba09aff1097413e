import { expect, it } from "vitest";
import { merged } from "./axis.ts";

it("joins neighbours that act as one, and drops axes of size 1", () => {
  const axes = [
    { size: 2, steps: [12] },
    { size: 1, steps: [99] },
    { size: 3, steps: [4] },
    { size: 4, steps: [2] },
  ];
  expect(merged(axes)).toEqual([
    { size: 6, steps: [4] },
    { size: 4, steps: [2] },
  ]);
});

it("keeps apart what goes equally far in memory, but not in a bounded coordinate", () => {
  // Examples and rows of an image, of which only the rows move the coordinate.
  const axes = [
    { size: 2, steps: [363] },
    { size: 11, steps: [33, 1] },
  ];
  expect(merged(axes)).toEqual(axes);
});
