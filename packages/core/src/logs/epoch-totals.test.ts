import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import { cumulative, evalShape, type Logs, np, setBackend, type Tensor, tree } from "../index.ts";
import { isCumulative } from "./cumulative.ts";
import { addLogs, emptyTotals, readLogs, readTotals } from "./epoch-totals.ts";

beforeAll(() => setBackend(reference()));

const f32 = (value: number): Tensor => np.full([], value, { dtype: "float32" });
const logs = (loss: number, seen: number): Logs => ({ loss: f32(loss), seen: cumulative(f32(seen)) });

const described = () => evalShape((a: Tensor) => ({ loss: a, seen: cumulative(a) }), f32(0));

it("averages values of batches over samples, and keeps the last running value", async () => {
  // The losses of batches of 4, 4 and 2 samples.
  let totals = emptyTotals(described());
  for (const [loss, seen, samples] of [
    [1, 4, 4],
    [2, 8, 4],
    [6, 10, 2],
  ] as const) {
    totals = addLogs(totals, logs(loss, seen), samples);
  }
  expect(await readTotals(totals)).toEqual({
    loss: expect.closeTo((4 + 8 + 12) / 10, 6) as number,
    seen: 10,
  });
});

it("begins with the first batch where nothing was described", async () => {
  const once = addLogs({}, logs(3, 4), 4);
  expect(await readTotals(once)).toEqual({ loss: 3, seen: 4 });
  expect(await readTotals(addLogs(once, logs(6, 6), 2))).toEqual({ loss: 4, seen: 6 });
});

it("keeps what a later batch does not report, such as a metric that a module adds to long batches only", async () => {
  const one = addLogs({}, logs(3, 4), 4);
  expect(await readTotals(addLogs(one, { loss: f32(6) }, 2))).toEqual({ loss: 4, seen: 4 });
});

it("has one structure from the first batch on", () => {
  const empty = emptyTotals(described());
  const one = addLogs(empty, logs(1, 2), 3);
  const structure = (totals: object): string => tree.structureText(tree.structure(totals));
  expect(structure(one)).toBe(structure(empty));
});

it("takes values of any dtype", async () => {
  const totals = addLogs({}, { right: np.array(true), count: cumulative(np.array(7)) }, 5);
  expect(await readTotals(totals)).toEqual({ right: 1, count: 7 });
});

it("reads the values of one batch", async () => {
  expect(await readLogs(logs(0.5, 3))).toEqual({ loss: 0.5, seen: 3 });
  expect(await readTotals({})).toEqual({});
});

it("knows a running value, also one that went through a tree", () => {
  const { seen } = tree.map((x: Tensor) => x, { seen: cumulative(f32(1)) }) as { seen: unknown };
  expect(isCumulative(seen)).toBe(true);
  expect(isCumulative(f32(1))).toBe(false);
});
