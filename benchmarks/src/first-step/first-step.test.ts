import { expect, test } from "vitest";
import { mlp } from "../cases/mlp.ts";
import { measureFirstStep } from "./first-step.ts";
import { formatFirstStep } from "./format-first-step.ts";

test("the parts of compilation are told apart, and are parts of the first step", async () => {
  const small = { ...mlp, input: [2, 3] };
  const { nodes, trace, passes, code, engine, first, warm } = await measureFirstStep(small, 1);
  for (const part of [nodes, trace, passes, code, engine, warm]) expect(part).toBeGreaterThan(0);
  expect(trace + passes + code + engine).toBeLessThan(first);
});

test("a row has medians, and the rest of the first step in warm steps", () => {
  const round = { nodes: 100, trace: 1, passes: 2, code: 3, engine: 4, first: 40, warm: 15 };
  const slow = { ...round, trace: 21, first: 70 };
  expect(formatFirstStep("MLP", "Node", "26", [round, slow, round])).toEqual({
    case: "MLP",
    in: "Node 26",
    nodes: "100",
    trace: "1.00 ms",
    passes: "2.00 ms",
    "plan and code": "3.00 ms",
    engine: "4.00 ms",
    compilation: "10.0 ms",
    fastest: "10.0 ms",
    "per node": "100 µs",
    "first step": "40.0 ms",
    "warm step": "15.0 ms",
    "rest in warm steps": "2.00",
  });
});
