import { expect, it } from "vitest";
import { assignCells } from "./cells.ts";

it("reuses what is no longer needed, and not what is still read", () => {
  const chain = [0, 1, 2, 3].map((time) => ({ bytes: 100, first: time, last: time + 1 }));
  expect(assignCells(chain)).toEqual({ cellOf: [0, 1, 0, 1], bytes: [100, 100] });
});

it("takes the smallest that fits, and none that is much too large", () => {
  const lifetimes = [
    { bytes: 4096, first: 0, last: 1 },
    { bytes: 100_000, first: 0, last: 1 },
    { bytes: 4000, first: 2, last: 3 },
    { bytes: 10_000, first: 2, last: 3 },
  ];
  expect(assignCells(lifetimes)).toEqual({ cellOf: [0, 1, 0, 2], bytes: [4096, 100_000, 10_000] });
});
