import { jit, np, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import type { LossInputs } from "../losses/loss.ts";
import { Accuracy } from "./accuracy.ts";
import { asMetric } from "./as-metric.ts";
import { collectMetrics, type MetricStructure } from "./collect-metrics.ts";
import { Mean, type MeanState } from "./mean.ts";
import type { Metric } from "./metric.ts";
import { SparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";

beforeAll(() => setBackend(reference()));

type Batch = readonly [
  yTrue: number[],
  yPred: number[] | number[][],
  sampleWeight: number[] | null,
  value: number,
];

const P = [
  [0.1, 0.9, 0.8],
  [0.05, 0.95, 0],
];

/** Figures of Elegy 0.7.4, batch after batch, and some with weights. */
const rows: readonly (readonly [title: string, make: () => Metric, batches: readonly Batch[]])[] = [
  [
    "Accuracy",
    () => new Accuracy(),
    [
      [[1, 1, 1, 1], [0, 1, 1, 1], null, 0.75],
      [[1, 1, 1, 1], [1, 0, 0, 0], null, 0.5],
      [[1, 1], [0, 1], [8, 0], 0.25],
    ],
  ],
  ["Accuracy of floats", () => new Accuracy(), [[[0, 1, 1, 1], [0.9, 1, 1, 1.5], null, 0.5]]],
  [
    "SparseCategoricalAccuracy",
    () => new SparseCategoricalAccuracy(),
    [
      [[2, 1], P, null, 0.5],
      [[1, 1], P, null, 0.75],
      [[1, 0], P, [1, 3], 0.5],
    ],
  ],
  [
    "a function of values",
    () => asMetric(({ yTrue, yPred }: LossInputs) => np.abs(yTrue.sub(yPred))),
    [
      [[1, 2, 3], [2, 3, 4], null, 1],
      [[1, 2, 3], [3, 4, 5], null, 1.5],
      [[0, 0], [9, 4], [0, 2], 2.125],
    ],
  ],
  [
    "a function of a scalar",
    () => asMetric(({ yTrue, yPred }: LossInputs) => np.abs(yTrue.sub(yPred)).mean()),
    [
      [[1, 2, 3], [2, 3, 4], null, 1],
      [[1], [5], null, 1.75],
    ],
  ],
];

const specs = (state: unknown): string =>
  tree
    .leavesWithPath(state)
    .map(([path, leaf]) => `${path} ${(leaf as Tensor).dtype}[${(leaf as Tensor).shape.join()}]`)
    .join("\n");

describe.each([
  ["eagerly", "reference", reference],
  ["under jit", "reference", reference],
  ["eagerly", "cpu", cpu],
  ["under jit", "cpu", cpu],
])("%s on %s", (how, _, backend) => {
  beforeAll(() => setBackend(backend()));

  it.each(rows)("%s", async (_, make, batches) => {
    const metric = make();
    const update = (state: unknown, inputs: LossInputs<unknown>): unknown => metric.update(state, inputs);
    const run = how === "under jit" ? jit(update) : update;
    let state = metric.reset();
    const before = specs(state);
    for (const [yTrue, yPred, sampleWeight, value] of batches) {
      state = run(state, {
        yTrue: np.array(yTrue),
        yPred: np.array(yPred),
        sampleWeight: sampleWeight && np.array(sampleWeight),
      });
      expect(await metric.compute(state).item()).toBeCloseTo(value, 6);
      expect(specs(state)).toBe(before);
    }
  });
});

it("is 0 before the first sample", async () => {
  expect(await new Accuracy().compute(new Accuracy().reset()).item()).toBe(0);
});

it("weighs classes", async () => {
  const accuracy = new SparseCategoricalAccuracy();
  const state = accuracy.update(accuracy.reset(), {
    yTrue: np.array([2, 1], { dtype: "uint8" }),
    yPred: np.array(P),
    classWeight: np.array([1, 3, 1]),
  });
  expect(await accuracy.compute(state).item()).toBe(0.75);
});

it("merges states by adding them", async () => {
  const accuracy = new Accuracy();
  const after = (yTrue: number[], yPred: number[]): MeanState =>
    accuracy.update(accuracy.reset(), { yTrue: np.array(yTrue), yPred: np.array(yPred) });
  const [a, b] = [after([1, 1, 1], [1, 1, 0]), after([1], [0])];
  const merged = { total: a.total.add(b.total), count: a.count.add(b.count) };
  expect(await accuracy.compute(merged).item()).toBe(0.5);
});

it("refuses shapes that do not belong together", () => {
  const update =
    (metric: Metric, yTrue: Tensor, yPred: Tensor): (() => unknown) =>
    () =>
      metric.update(metric.reset(), { yTrue, yPred });
  expect(update(new Accuracy(), np.zeros([3]), np.zeros([3, 1]))).toThrow("Did you mean yPred.squeeze(-1)");
  const labels = np.zeros([3, 1], { dtype: "int32" });
  expect(update(new SparseCategoricalAccuracy(), labels, np.zeros([3, 4]))).toThrow("yTrue.squeeze(-1)");
});

it("never drops weights silently", () => {
  const metric = asMetric(function error({ yTrue, yPred }: LossInputs) {
    return np.abs(yTrue.sub(yPred)).mean();
  });
  const inputs = { yTrue: np.zeros([2]), yPred: np.zeros([2]), sampleWeight: np.ones([2]) };
  expect(() => metric.update(metric.reset(), inputs)).toThrow("error: `sampleWeight` would be ignored.");
});

it("means values", async () => {
  const mean = new Mean();
  const first = mean.update(mean.reset(), np.array([1, 3, 5, 7]));
  expect(await mean.compute(first).item()).toBe(4);
  expect(await mean.compute(mean.update(first, np.array([4, 10]))).item()).toBe(5);
  const weighted = mean.update(mean.reset(), np.array([1, 3, 5, 7]), np.array([1, 1, 0, 0]));
  expect(await mean.compute(weighted).item()).toBe(2);
  const batches = mean.update(mean.update(mean.reset(), np.array(4), 3), np.array(8), 1);
  expect(await mean.compute(batches).item()).toBe(5);
  expect(await mean.compute(mean.update(mean.reset(), np.zeros([0]))).item()).toBe(0);
});

it("names metrics", () => {
  const names = (structure: MetricStructure, taken?: string[]): string[] =>
    collectMetrics(structure, taken).map(({ name }) => name);
  const accuracy = new Accuracy();
  expect(names(accuracy)).toEqual(["accuracy"]);
  expect(names([accuracy, new SparseCategoricalAccuracy(), accuracy])).toEqual([
    "accuracy",
    "sparse_categorical_accuracy",
    "accuracy_1",
  ]);
  expect(names({ a: accuracy, b: { c: [({ yPred }) => yPred] } })).toEqual(["a/accuracy", "b/c/metric"]);
  expect(names({ error: ({ yPred }) => yPred, loss: ({ yPred }) => yPred }, ["loss"])).toEqual([
    "error",
    "loss_1",
  ]);
  expect(() => names(Accuracy as unknown as Accuracy)).toThrow("Did you mean new Accuracy()?");
});
