import { expect, test } from "vitest";
import { softmax } from "../cases/softmax.ts";
import type { Measurement, Outcome } from "../measure/measurement.ts";
import { formatRow } from "./format-row.ts";
import { type Round, rowsOf } from "./rounds.ts";

function measured(median: number, value = 1): Measurement {
  return { median, p10: median / 2, p90: median * 2, firstStep: 50, rss: 2 ** 21, value, version: "1" };
}

function rounds(elegy: readonly Outcome[], torch: readonly Outcome[]): readonly Round[] {
  return elegy.map(
    (outcome, i): Round =>
      new Map([
        ["elegy", outcome],
        ["torch", torch[i]!],
      ]),
  );
}

test("ratios are taken within a round, so that a slow round does not count", () => {
  const [, torch] = rowsOf(
    softmax,
    rounds([measured(1), measured(10), measured(1)], [measured(2), measured(20), measured(5)]),
  );
  expect(torch).toMatchObject({ peer: "torch", median: 5, ratio: 2, spread: 10 });
  expect(formatRow("Softmax", torch!)).toEqual({
    case: "Softmax",
    peer: "torch",
    dispatches: "",
    submissions: "",
    median: "5.00 ms",
    "p10–p90": "2.50–10.0",
    ratio: "2.00",
    spread: "10.0",
    "first step": "50.0 ms",
    memory: "2 MB",
  });
});

test("a peer that failed in one round shows its error, without folders of the machine", () => {
  const error = "Error: Cannot find package 'x' imported from /home/me/project/a.ts";
  const [elegy, torch] = rowsOf(softmax, rounds([measured(1), measured(1)], [measured(2), { error }]));
  expect(elegy).toMatchObject({ median: 1, ratio: 1 });
  expect(torch).toEqual({ peer: "torch", error });
  expect(formatRow("Softmax", torch!)).toMatchObject({
    median: "Error: Cannot find package 'x'",
    ratio: "–",
  });
});

test("where this project failed there is no ratio", () => {
  const [, torch] = rowsOf(softmax, rounds([{ error: "no" }], [measured(2)]));
  expect(formatRow("Softmax", torch!)).toMatchObject({ median: "2.00 ms", ratio: "–" });
});

test("a peer with another result is no peer", () => {
  const [, torch] = rowsOf(softmax, rounds([measured(1, 1)], [measured(2, 1.01)]));
  expect(torch).toEqual({ peer: "torch", error: "The result differs from that of this project." });
});

test("what a step gave to a device is shown, whole where every step is alike", () => {
  const row = { peer: "tfjs-webgpu", ...measured(1), ratio: 2, spread: 1 } as const;
  const onDevice = { name: "a card", dispatches: 129, submissions: 8.6 };
  expect(formatRow("MLP", { ...row, onDevice })).toMatchObject({ dispatches: "129", submissions: "8.6" });
});
