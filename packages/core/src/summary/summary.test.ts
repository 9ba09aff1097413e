import { cpu } from "@elegy/backend-cpu";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import {
  formatSummary,
  type FunctionContext,
  Model,
  np,
  outputStates,
  random,
  setBackend,
  summaryRows,
  type Tensor,
} from "../index.ts";
import { countingBackend } from "../model/counting-backend.test-support.ts";

const backend = countingBackend(cpu());
beforeAll(() => setBackend(backend));

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** 784 × 10 + 10 parameters, as in the low-level notebook of the Python library, and a running mean. */
function linear(x: Tensor, { params, rng, initializing }: FunctionContext): unknown {
  const flat = x.reshape([x.shape[0], -1]).div(255);
  const { w, b } = initializing
    ? { w: random.uniform(rng, [flat.shape[1] ?? 0, 10]), b: np.zeros([10]) }
    : (params as { w: Tensor; b: Tensor });
  return outputStates({
    preds: np.dot(flat, w).add(b),
    params: { w, b },
    states: { mean: flat.mean({ axis: 0 }) },
  });
}

const x = (rows: number): Tensor => np.zeros([rows, 28, 28], { dtype: "uint8" });

const rows = [
  ["Inputs", "u8[5,28,28]", 0, 0],
  ["netParams.b", "f32[10]", 10, 0],
  ["netParams.w", "f32[784,10]", 7840, 0],
  ["netStates.mean", "f32[784]", 0, 784],
  ["Outputs", "f32[5,10]", 0, 0],
  ["Total", "", 7850, 784],
] as const;

it.each([false, true])(
  "describes inputs, parameters, states and outputs (initialized: %s)",
  async (initialized) => {
    const model = new Model({ module: linear });
    if (initialized) await model.init({ x: x(2) });
    const described = await model.summary({ x: x(5) });
    expect(
      described.map(({ name, shape, trainable, other }) => [name, shape, trainable.count, other.count]),
    ).toEqual(rows);
    expect(described.at(-1)?.trainable.bytes).toBe(31400);
    expect(model.initialized).toBe(initialized);
  },
);

it("computes nothing, and leaves the states as they are", async () => {
  const model = new Model({ module: linear });
  await model.init({ x: x(2) });
  const { states } = model;
  const before = backend.runs.length;
  const data = { x: Uint8Array.from({ length: 5 * 784 }, (_, i) => i % 256) };
  const image = np.array(data.x, { shape: [5, 28, 28] });
  await model.summary({ x: image, print: false });
  // No program but single operations, which make the key and the constants of the trace.
  expect(backend.runs.slice(before).filter(({ eager }) => !eager)).toEqual([]);
  expect(model.states).toBe(states);
});

it("is printed as a table, unless it is not to be", async () => {
  class Digits extends Model {}
  const model = new Digits({ module: linear });
  await model.summary({ x: x(5), print: false });
  expect(printed).toBe("");
  await model.summary({ x: x(5) });
  const lines = printed.split("\n").map((line) =>
    line
      .split("│")
      .map((cell) => cell.trim())
      .filter(Boolean),
  );
  expect(printed).toContain("Digits");
  expect(lines).toContainEqual(["Name", "Shape", "Trainable Parameters", "Non-trainable"]);
  expect(lines).toContainEqual(["netParams.w", "f32[784,10]", "7,840    31.4 KB"]);
  expect(lines).toContainEqual(["netStates.mean", "f32[784]", "784    3.1 KB"]);
  expect(lines).toContainEqual(["Total", "7,850    31.4 KB", "784    3.1 KB"]);
});

it("describes whatever tensors there are, too", () => {
  const netParams = [np.zeros([784, 10]), np.zeros([1])];
  const table = formatSummary(summaryRows({ netParams, netStates: null }), "LinearClassifier");
  // The parameters of the notebook's classifier: 7,841, in 31.4 KB.
  expect(table).toContain("7,841");
  expect(table).toContain("31.4 KB");
  expect(table).not.toContain("Non-trainable");
});
