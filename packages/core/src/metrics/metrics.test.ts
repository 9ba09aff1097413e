import { jit, np, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import type { LossInputs } from "../losses/loss.ts";
import { Accuracy } from "./accuracy.ts";
import { asMetric } from "./as-metric.ts";
import { collectMetrics, type MetricStructure } from "./collect-metrics.ts";
import { Mean } from "./mean.ts";
import type { Metric } from "./metric.ts";
import * as metrics from "./metrics.ts";
import { SparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";

beforeAll(() => setBackend(reference()));

type Batch = readonly [
  yTrue: number[] | number[][],
  yPred: number[] | number[][],
  sampleWeight: number[] | null,
  value: number,
];

const P = [
  [0.1, 0.9, 0.8],
  [0.05, 0.95, 0],
];

const A = [
  [0, 1],
  [0, 0],
];
const HALVES = [
  [0.6, 0.4],
  [0.4, 0.6],
];
const CASES = [
  [0, 1, 1, 1],
  [1, 0, 1, 1],
] satisfies number[][] as [number[], number[]];
const FIRST: Batch = [[0, 1, 1, 1], [1, 0, 1, 1], null, 0.6666667];

function errors([first, second, third]: readonly [number, number, number]): readonly Batch[] {
  return [
    [[1, 1, 1, 1], [0, 1, 1, 1], null, first],
    [[1, 1, 1, 1], [1, 0, 0, 0], null, second],
    [[1, 1], [0, 1], [0, 8], third],
  ];
}

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
    "BinaryAccuracy",
    () => new metrics.BinaryAccuracy(),
    [[[[1], [1], [0], [0]], [[0.98], [1], [0], [0.6]], null, 0.75]],
  ],
  [
    "BinaryAccuracy with weights",
    () => new metrics.BinaryAccuracy(),
    [[[[1], [1], [0], [0]], [[0.98], [1], [0], [0.6]], [1, 0, 0, 1], 0.5]],
  ],
  ["BinaryCrossentropy", () => new metrics.BinaryCrossentropy(), [[A, HALVES, null, 0.8149245]]],
  [
    "BinaryCrossentropy with weights",
    () => new metrics.BinaryCrossentropy(),
    [[A, HALVES, [1, 0], 0.9162908]],
  ],
  [
    "CategoricalAccuracy",
    () => new metrics.CategoricalAccuracy(),
    [
      [
        [
          [0, 0, 1],
          [0, 1, 0],
        ],
        P,
        null,
        0.5,
      ],
      [
        [
          [0, 1, 0],
          [0, 1, 0],
        ],
        P,
        null,
        0.75,
      ],
    ],
  ],
  [
    "MeanAbsoluteError with weights, which Elegy dropped (weakness 2)",
    () => new metrics.MeanAbsoluteError(),
    errors([0.25, 0.5, 0.25]),
  ],
  [
    "MeanSquaredError with weights, which Elegy dropped (weakness 2)",
    () => new metrics.MeanSquaredError(),
    errors([0.25, 0.5, 0.25]),
  ],
  [
    "MeanAbsolutePercentageError with weights, which Elegy dropped (weakness 2)",
    () => new metrics.MeanAbsolutePercentageError(),
    errors([25, 50, 25]),
  ],
  ["Precision", () => new metrics.Precision(), [FIRST, [[1, 1, 1, 1], [1, 1, 0, 0], null, 0.8]]],
  ["Precision with weights", () => new metrics.Precision(), [[...CASES, [1, 0.5, 0.5, 2], 0.7142857]]],
  ["Recall", () => new metrics.Recall(), [FIRST, [[1, 1, 1, 1], [1, 0, 0, 0], null, 0.42857143]]],
  ["Recall with weights", () => new metrics.Recall(), [[...CASES, [1, 0.5, 0.5, 2], 0.8333333]]],
  ["F1", () => new metrics.F1(), [FIRST, [[1, 1, 1, 1], [1, 1, 0, 0], null, 0.6666667]]],
  ["F1 with weights", () => new metrics.F1(), [[...CASES, [1, 0.5, 0.5, 2], 0.7692308]]],
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

it("reduces values in each way, also by their number, which Elegy could not: weakness 8", async () => {
  const reduced = (reduction: metrics.MetricReduction): Promise<number> => {
    const reduce = new metrics.Reduce(reduction);
    const first = reduce.update(reduce.reset(), np.array([1, 3, 5, 7]), np.array([1, 1, 0, 0]));
    return reduce.compute(reduce.update(first, np.array([4, 10]))).item();
  };
  expect(await reduced("sum")).toBe(18);
  expect(await reduced("sumOverBatchSize")).toBe(3);
  expect(await reduced("weightedMean")).toBe(4.5);
  expect(() => new metrics.Reduce("mean" as "sum")).toThrow("Reduce: unknown reduction.");
  const sum = new metrics.Sum();
  expect(await sum.compute(sum.update(sum.reset(), np.array([1, 3, 5, 7]))).item()).toBe(16);
  const weighted = sum.update(sum.reset(), np.array([1, 3, 5, 7]), np.array([1, 1, 0, 0]));
  expect(await sum.compute(weighted).item()).toBe(4);
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
  expect(() => names(Accuracy as unknown as Metric)).toThrow("Did you mean new Accuracy()?");
});
