import { np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import type { LossInputs } from "../losses/loss.ts";
import { snakeCase } from "../losses/snake-case.ts";
import type { Metric } from "./metric.ts";
import * as metrics from "./metrics.ts";

beforeAll(() => setBackend(cpu()));

type Kind = "numbers" | "vectors" | "labels" | "classes";

/** Every metric, by what its targets are. */
const all: readonly (readonly [name: string, make: () => Metric, kind: Kind])[] = [
  ["Accuracy", () => new metrics.Accuracy(), "numbers"],
  ["AUC", () => new metrics.AUC({ numThresholds: 5 }), "numbers"],
  ["BinaryAccuracy", () => new metrics.BinaryAccuracy(), "numbers"],
  ["BinaryCrossentropy", () => new metrics.BinaryCrossentropy(), "numbers"],
  ["BinaryIoU", () => new metrics.BinaryIoU(), "numbers"],
  ["CategoricalAccuracy", () => new metrics.CategoricalAccuracy(), "vectors"],
  ["CategoricalCrossentropy", () => new metrics.CategoricalCrossentropy(), "vectors"],
  ["CategoricalHinge", () => new metrics.CategoricalHinge(), "vectors"],
  ["CosineSimilarity", () => new metrics.CosineSimilarity(), "vectors"],
  ["F1", () => new metrics.F1(), "numbers"],
  ["FalseNegatives", () => new metrics.FalseNegatives(), "numbers"],
  ["FalsePositives", () => new metrics.FalsePositives(), "numbers"],
  ["FBeta", () => new metrics.FBeta({ beta: 2 }), "numbers"],
  ["Hinge", () => new metrics.Hinge(), "numbers"],
  ["KLDivergence", () => new metrics.KLDivergence(), "vectors"],
  ["LogCosh", () => new metrics.LogCosh(), "numbers"],
  ["MeanAbsoluteError", () => new metrics.MeanAbsoluteError(), "numbers"],
  ["MeanAbsolutePercentageError", () => new metrics.MeanAbsolutePercentageError(), "numbers"],
  ["MeanIoU", () => new metrics.MeanIoU({ numClasses: 2 }), "classes"],
  ["MeanSquaredError", () => new metrics.MeanSquaredError(), "numbers"],
  ["MeanSquaredLogarithmicError", () => new metrics.MeanSquaredLogarithmicError(), "numbers"],
  ["OneHotMeanIoU", () => new metrics.OneHotMeanIoU({ numClasses: 2 }), "vectors"],
  ["Perplexity", () => new metrics.Perplexity(), "labels"],
  ["Poisson", () => new metrics.Poisson(), "numbers"],
  ["Precision", () => new metrics.Precision(), "numbers"],
  ["PrecisionAtRecall", () => new metrics.PrecisionAtRecall({ recall: 0.5 }), "numbers"],
  ["R2Score", () => new metrics.R2Score(), "numbers"],
  ["Recall", () => new metrics.Recall(), "numbers"],
  ["RecallAtPrecision", () => new metrics.RecallAtPrecision({ precision: 0.5 }), "numbers"],
  ["RootMeanSquaredError", () => new metrics.RootMeanSquaredError(), "numbers"],
  ["SensitivityAtSpecificity", () => new metrics.SensitivityAtSpecificity({ specificity: 0.5 }), "numbers"],
  ["SparseCategoricalAccuracy", () => new metrics.SparseCategoricalAccuracy(), "labels"],
  ["SparseCategoricalCrossentropy", () => new metrics.SparseCategoricalCrossentropy(), "labels"],
  ["SparseTopKCategoricalAccuracy", () => new metrics.SparseTopKCategoricalAccuracy({ k: 1 }), "labels"],
  ["SpecificityAtSensitivity", () => new metrics.SpecificityAtSensitivity({ sensitivity: 0.5 }), "numbers"],
  ["SquaredHinge", () => new metrics.SquaredHinge(), "numbers"],
  ["TopKCategoricalAccuracy", () => new metrics.TopKCategoricalAccuracy({ k: 1 }), "vectors"],
  ["TrueNegatives", () => new metrics.TrueNegatives(), "numbers"],
  ["TruePositives", () => new metrics.TruePositives(), "numbers"],
];

const whole = (...shape: number[]): Tensor => np.zeros(shape, { dtype: "int32" });

const alike: Readonly<Record<Kind, (samples: number, of: number) => LossInputs>> = {
  numbers: (n, of) => ({ yTrue: np.full([n], of, { dtype: "float32" }), yPred: np.full([n], 0.75) }),
  vectors: (n, of) => ({
    yTrue: np.stack([np.full([n], of), np.full([n], 1 - of)], { axis: -1 }),
    yPred: np.full([n, 2], 0.5),
  }),
  labels: (n, of) => ({ yTrue: np.full([n], of, { dtype: "int32" }), yPred: np.full([n, 2], 0.5) }),
  classes: (n, of) => ({ yTrue: np.full([n], of, { dtype: "int32" }), yPred: whole(n) }),
};

const valueOf = (metric: Metric, ...batches: LossInputs[]): Promise<number> =>
  metric.compute(batches.reduce((state, batch) => metric.update(state, batch), metric.reset())).item();

describe.each(all)("%s", (name, make, kind) => {
  it("refuses (N,) against (N,1), which Elegy broadcast to (N,N): weakness 8", () => {
    const targets = kind === "labels" || kind === "classes" ? whole : (...shape: number[]) => np.zeros(shape);
    for (const [yTrue, yPred] of [
      [targets(3), kind === "classes" ? whole(3, 1) : np.zeros([3])],
      [targets(3, 1), kind === "classes" ? whole(3) : np.zeros([3])],
      [targets(3, 1), kind === "classes" ? whole(3) : np.zeros([3, 2])],
    ].filter(([a, b]) => String(a?.shape) !== String(b?.shape)) as [Tensor, Tensor][]) {
      expect(() => make().update(make().reset(), { yTrue, yPred })).toThrow(
        /differ in shape|no axis beside|not one label for each row/,
      );
    }
  });

  it("is a number, never NaN, of nothing, of one class only, and where all weights are 0", async () => {
    const none = name === "Perplexity" ? 1 : 0;
    expect(await make().compute(make().reset()).item()).toBeCloseTo(none);
    expect(await valueOf(make(), alike[kind](0, 0))).toBeCloseTo(none);
    for (const of of [0, 1]) {
      const batch = alike[kind](3, of);
      expect(await valueOf(make(), batch)).not.toBeNaN();
      expect(await valueOf(make(), { ...batch, sampleWeight: np.zeros([3]) })).toBeCloseTo(none);
    }
  });

  it("weighs samples as if they were repeated", async () => {
    const [a, b] = [alike[kind](1, 0), alike[kind](2, 1)];
    const joined = {
      yTrue: np.concatenate([a.yTrue, b.yTrue]),
      yPred: np.concatenate([a.yPred, b.yPred]),
      sampleWeight: np.array([3, 1, 0]),
    };
    const [c] = [alike[kind](1, 1)];
    expect(await valueOf(make(), joined)).toBeCloseTo(await valueOf(make(), a, a, a, c), 5);
  });

  it("weighs classes as it weighs their samples, where Elegy ignored them: weakness 2", async () => {
    const batches = [0, 1].map((of) => alike[kind](2, of));
    const isBinary = kind !== "numbers" || acceptsClasses.has(name);
    const classWeight = np.array(kind === "vectors" ? [0.5, 2] : [2, 0.5]);
    const weighed = batches.map((batch) => ({ ...batch, classWeight }));
    if (!isBinary) {
      expect(() => make().update(make().reset(), weighed[0]!)).toThrow(
        "class weights need targets that name classes",
      );
      return;
    }
    const bySample = batches.map((batch, i) => ({ ...batch, sampleWeight: np.full([2], [2, 0.5][i]!) }));
    expect(await valueOf(make(), ...weighed)).toBeCloseTo(await valueOf(make(), ...bySample), 5);
  });

  it("is named as the class, and refuses options there are not", () => {
    expect(make().name).toBe(snakeCase(name));
    const constructors = metrics as unknown as Readonly<Record<string, new (options: object) => Metric>>;
    expect(constructors[name]?.name).toBe(name);
    expect(() => new constructors[name]!({ treshold: 1 })).toThrow(
      `${name}: there is no option \`treshold\`.`,
    );
  });
});

/** Of the metrics of float numbers, those whose targets are 0 or 1. */
const acceptsClasses = new Set([
  "AUC",
  "BinaryAccuracy",
  "BinaryCrossentropy",
  "BinaryIoU",
  "F1",
  "FBeta",
  "Hinge",
  "SquaredHinge",
  "FalseNegatives",
  "FalsePositives",
  "TrueNegatives",
  "TruePositives",
  "Precision",
  "Recall",
  "PrecisionAtRecall",
  "RecallAtPrecision",
  "SensitivityAtSpecificity",
  "SpecificityAtSensitivity",
]);

it("knows every metric", () => {
  const others = ["Mean", "Reduce", "Sum"];
  const classes = Object.keys(metrics).filter((name) => /^[A-Z]/.test(name) && !others.includes(name));
  expect(new Set(all.map(([name]) => name))).toEqual(new Set(classes));
});

it("F1 of no positives is 0, where Elegy had NaN: weakness 8", async () => {
  const inputs = { yTrue: np.zeros([2]), yPred: np.zeros([2]) };
  expect(await valueOf(new metrics.F1(), inputs)).toBe(0);
});

it("Accuracy compares 0.9 with 0 and 1 as it is, where Elegy made it 0: weakness 8", async () => {
  const inputs = { yTrue: np.array([0, 1]), yPred: np.array([0.9, 0.9]) };
  expect(await valueOf(new metrics.Accuracy(), inputs)).toBe(0);
});

it.each<[string, () => Metric, LossInputs["yTrue"] | number[], number[]]>([
  ["a target that is neither", () => new metrics.Precision(), [-1, 1], [0.6, 0.6]],
  ["a target that is neither", () => new metrics.BinaryIoU(), [0.5, 1], [0.6, 0.6]],
  ["a prediction that is no probability", () => new metrics.AUC(), [0, 1], [-2, 3]],
  [
    "a prediction that is no probability",
    () => new metrics.PrecisionAtRecall({ recall: 0.1 }),
    [0, 1],
    [0.5, 3],
  ],
])("%s makes %s NaN, as an unknown label does a loss", async (_, make, yTrue, yPred) => {
  expect(await valueOf(make(), { yTrue: np.array(yTrue as number[]), yPred: np.array(yPred) })).toBeNaN();
});

it.each<[string, () => unknown, string]>([
  [
    "several thresholds",
    () => new metrics.Precision({ threshold: [0.3, 0.5] as unknown as number }),
    "Precision: `threshold` is not a finite number. Expected a finite number; received [0.3, 0.5]. A log is one number: make one for each.",
  ],
  [
    "a place that is no place",
    () => new metrics.Recall({ classId: -1 }),
    "`classId` is not a whole number ≥ 0",
  ],
  [
    "no label",
    () => new metrics.Perplexity({ ignoreClass: Number.NaN }),
    "Perplexity: `ignoreClass` is not a finite",
  ],
  ["no place at all", () => new metrics.Recall({ topK: 0 }), "`topK` is not a whole number ≥ 1"],
  ["a negative beta", () => new metrics.FBeta({ beta: -1 }), "`beta` is not a finite number > 0"],
  [
    "a single threshold",
    () => new metrics.AUC({ numThresholds: 1 }),
    "`numThresholds` is not a whole number ≥ 2",
  ],
  [
    "thresholds beyond 1",
    () => new metrics.AUC({ thresholds: [2] }),
    "`thresholds` is not a number in [0, 1]",
  ],
  [
    "a curve there is not",
    () => new metrics.AUC({ curve: "roc" as "ROC" }),
    "unknown `curve`. Expected ROC, PR; received roc.",
  ],
  [
    "no bound",
    () => new metrics.PrecisionAtRecall({} as { recall: number }),
    "`recall` is not a number in [0, 1]",
  ],
  [
    "no classes",
    () => new metrics.MeanIoU({} as { numClasses: number }),
    "`numClasses` is not a whole number ≥ 1",
  ],
  [
    "a third class",
    () => new metrics.BinaryIoU({ targetClassIds: [2 as 1] }),
    "`targetClassIds` are not among",
  ],
  ["no output", () => new metrics.R2Score({ outputs: 0 }), "`outputs` is not a whole number ≥ 1"],
  [
    "more classes than there are",
    () => new metrics.Precision({ classId: 2 }).update(new metrics.Precision().reset(), alike.vectors(2, 0)),
    "predictions have no such classes. Expected yTrue and yPred f32[batch,…,classes] with classes > 2; received f32[2,2].",
  ],
  [
    "more of the largest than there are",
    () =>
      new metrics.TopKCategoricalAccuracy().update(
        { total: np.zeros([]), count: np.zeros([]) },
        alike.vectors(2, 0),
      ),
    "TopKCategoricalAccuracy: there are not so many classes. Expected k ≤ 2; received 5.",
  ],
  [
    "other outputs",
    () =>
      new metrics.R2Score({ outputs: 3 }).update(
        new metrics.R2Score({ outputs: 3 }).reset(),
        alike.vectors(2, 0),
      ),
    "Expected f32[batch,…,3]; received f32[2,2]. Pass { outputs: 2 }.",
  ],
  [
    "another number of classes",
    () =>
      new metrics.OneHotMeanIoU({ numClasses: 3 }).update({ matrix: np.zeros([3, 3]) }, alike.vectors(2, 0)),
    "OneHotMeanIoU: the last axis does not have one place for each class",
  ],
  [
    "floats as labels",
    () => metrics.confusionMatrix(np.ones([1]), np.ones([1]), { numClasses: 2 }),
    "labels are whole numbers",
  ],
])("refuses %s", (_, run, message) => {
  expect(run).toThrow(message);
});
