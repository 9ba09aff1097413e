import { expect, test } from "vitest";
import { agreed } from "./agreed-counts.ts";

test("what a backend tells of itself is a result only where it is what was counted", () => {
  const counted = { dispatches: 22, submissions: 1 };
  expect(agreed(counted, { ...counted })).toEqual(counted);
  expect(() => agreed(counted, { dispatches: 21, submissions: 1 })).toThrow(
    "The backend tells of 21 dispatches in 1 submissions, but 22 dispatches in 1 submissions were counted.",
  );
});
