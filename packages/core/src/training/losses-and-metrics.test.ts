import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import {
  type FunctionContext,
  initializers,
  losses,
  metrics,
  Model,
  nn,
  np,
  optimizers,
  outputStates,
  random,
  regularizers,
  setBackend,
  type Tensor,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

/** `f32[batch,2]` of `f32[batch,3]`. */
function linear(x: Tensor, { initializing, params }: FunctionContext): unknown {
  const { w, b } = initializing
    ? {
        w: initializers.glorotUniform()(random.key(0), [3, 2]),
        b: initializers.zeros(random.key(0), [2]),
      }
    : (params as { w: Tensor; b: Tensor });
  return outputStates({ preds: np.dot(x, w).add(b), params: { w, b } });
}

const probable = (x: Tensor, context: FunctionContext): unknown => {
  const { preds, params } = linear(x, context) as { preds: Tensor; params: unknown };
  return outputStates({ preds: nn.softmax(preds), params });
};

const x = [
  [1, 0, 2],
  [0, 1, 0.5],
  [2, 1, 0],
  [0.5, 0.5, 1],
  [0, 2, 1],
];
const labels = [0, 1, 0, 1, 1];
const oneHot = labels.map((label) => [1 - label, label]);

type Targets = number[] | number[][];
const adam = (): ReturnType<typeof optimizers.adam> => optimizers.adam(0.05);

const lossRows: readonly (readonly [loss: losses.Loss<Tensor>, y: Targets])[] = [
  [new losses.BinaryCrossentropy(), oneHot],
  [new losses.BinaryFocalCrossentropy(), oneHot],
  [new losses.CategoricalCrossentropy({ labelSmoothing: 0.1 }), oneHot],
  [new losses.CategoricalFocalCrossentropy(), oneHot],
  [new losses.CategoricalHinge(), oneHot],
  [new losses.CosineSimilarity(), oneHot],
  [new losses.Dice(), oneHot],
  [new losses.Hinge(), oneHot],
  [new losses.Huber(), oneHot],
  [new losses.KLDivergence(), oneHot],
  [new losses.LogCosh(), oneHot],
  [new losses.MeanAbsoluteError(), oneHot],
  [new losses.MeanAbsolutePercentageError(), oneHot.map((row) => row.map((y) => y + 1))],
  [new losses.MeanSquaredError(), oneHot],
  [new losses.MeanSquaredLogarithmicError(), oneHot],
  [new losses.Poisson(), oneHot],
  [new losses.SparseCategoricalCrossentropy(), labels],
  [new losses.SquaredHinge(), oneHot],
  [new losses.Tversky(), oneHot],
  // Elegy could not train with it: weakness 8. The mean is taken.
  [new losses.MeanSquaredError({ reduction: "none", name: "unreduced" }), oneHot],
  [new losses.MeanSquaredError({ reduction: "meanWithSampleWeight", name: "weighted_mean" }), oneHot],
];

it.each(lossRows.map(([loss, y]) => [loss.name, loss, y] as const))(
  "fit lowers %s",
  async (name, loss, y) => {
    const model = new Model({ module: probable, loss, optimizer: adam() });
    const sampleWeight = [1, 2, 1, 0.5, 1];
    const { history } = await model.fit({ x, y, sampleWeight, epochs: 6, batchSize: 5, verbose: 0 });
    const values = history[`${name}_loss`]!;
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values.at(-1)!).toBeLessThan(values[0]!);
  },
);

it("fit measures every metric of rows", async () => {
  const all = [
    new metrics.Accuracy(),
    new metrics.AUC({ numThresholds: 9 }),
    new metrics.BinaryAccuracy(),
    new metrics.BinaryCrossentropy(),
    new metrics.BinaryIoU(),
    new metrics.CategoricalAccuracy(),
    new metrics.CategoricalCrossentropy(),
    new metrics.CategoricalHinge(),
    new metrics.CosineSimilarity(),
    new metrics.F1(),
    new metrics.FBeta(),
    new metrics.FalseNegatives(),
    new metrics.FalsePositives(),
    new metrics.Hinge(),
    new metrics.KLDivergence(),
    new metrics.LogCosh(),
    new metrics.MeanAbsoluteError(),
    new metrics.MeanAbsolutePercentageError(),
    new metrics.MeanSquaredError(),
    new metrics.Poisson(),
    new metrics.MeanSquaredLogarithmicError(),
    new metrics.OneHotMeanIoU({ numClasses: 2 }),
    new metrics.Precision({ classId: 1 }),
    new metrics.PrecisionAtRecall({ recall: 0.5 }),
    new metrics.R2Score({ outputs: 2 }),
    new metrics.Recall({ topK: 1 }),
    new metrics.RootMeanSquaredError(),
    new metrics.RecallAtPrecision({ precision: 0.5 }),
    new metrics.SquaredHinge(),
    new metrics.SensitivityAtSpecificity({ specificity: 0.5 }),
    new metrics.TrueNegatives(),
    new metrics.SpecificityAtSensitivity({ sensitivity: 0.5 }),
    new metrics.TruePositives(),
    new metrics.TopKCategoricalAccuracy({ k: 1 }),
  ];
  const loss = new losses.CategoricalCrossentropy();
  const model = new Model({ module: probable, loss, metrics: all, optimizer: adam() });
  const { history } = await model.fit({ x, y: oneHot, epochs: 2, batchSize: 5, verbose: 0 });
  for (const { name } of all) {
    const key = history[name] === undefined ? `${name}_1` : name;
    expect(history[key], key).toHaveLength(2);
    expect(history[key]!.every(Number.isFinite), key).toBe(true);
  }
});

it("fit measures every metric of labels", async () => {
  const all = [
    new metrics.Perplexity(),
    new metrics.SparseCategoricalAccuracy(),
    new metrics.SparseCategoricalCrossentropy(),
    new metrics.SparseTopKCategoricalAccuracy({ k: 2 }),
  ];
  const loss = new losses.SparseCategoricalCrossentropy();
  const model = new Model({ module: probable, loss, metrics: all, optimizer: adam() });
  const { history } = await model.fit({ x, y: labels, epochs: 2, batchSize: 2, verbose: 0 });
  expect(history["sparse_top_k_categorical_accuracy"]).toEqual([1, 1]);
  expect(history["perplexity"]![1]).toBeCloseTo(Math.exp(history["sparse_categorical_crossentropy"]![1]!), 5);
});

it("fit logs each value of a loss that is several, averaged over samples, not batches: weakness 3", async () => {
  const both = ({ yTrue, yPred }: losses.LossInputs): Readonly<Record<string, Tensor>> => ({
    square: losses.meanSquaredError(yTrue, yPred),
    distance: losses.meanAbsoluteError(yTrue, yPred),
  });
  const model = new Model({
    module: linear,
    loss: { both },
    // A metric keeps its name, and the part is numbered: names never overwrite each other (weakness 6).
    metrics: new metrics.MeanAbsoluteError({ name: "both/distance_loss" }),
    optimizer: adam(),
  });
  await model.init({ x, y: oneHot });
  const logs = await model.evaluate({ x, y: oneHot, batchSize: 3 });
  expect(Object.keys(logs).toSorted()).toEqual([
    "both/distance_loss",
    "both/distance_loss_1",
    "both/square_loss",
    "loss",
  ]);
  expect(logs["both/distance_loss_1"]).toBeCloseTo(logs["both/distance_loss"]!, 5);
  expect(logs["loss"]).toBeCloseTo(logs["both/square_loss"]! + logs["both/distance_loss_1"]!, 5);
  const { history } = await model.fit({ x, y: oneHot, epochs: 2, batchSize: 3, verbose: 0 });
  expect(history["both/square_loss"]![1]!).toBeLessThan(history["both/square_loss"]![0]!);
});

it("fit keeps parameters small by regularizers, and logs what they cost", async () => {
  const { GlobalL1L2, l2, penalty, perParameter } = regularizers;
  const sizeOf = async (factor: number): Promise<number> => {
    const loss = [
      new losses.MeanSquaredError(),
      new GlobalL1L2({ l1: factor, l2: factor }),
      penalty(perParameter({ w: l2(factor) }), { name: "w" }),
    ];
    const model = new Model({ module: linear, loss, optimizer: adam() });
    const { history } = await model.fit({ x, y: oneHot, epochs: 10, batchSize: 5, verbose: 0 });
    const [mse, global, w] = ["mean_squared_error_loss", "global_l1_l2_loss", "w_loss"].map(
      (name) => history[name]![9]!,
    );
    expect(history["loss"]![9]).toBeCloseTo(mse! + global! + w!, 5);
    return np
      .abs((model.states.netParams as { w: Tensor }).w)
      .sum()
      .item();
  };
  expect(await sizeOf(0.5)).toBeLessThan(0.8 * (await sizeOf(0)));
});
