import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { losses, Model, type ModelOptions, optimizers, setBackend, type Tensor } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const data = threeClasses(6);

const classifier = (options: ModelOptions = {}): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
    ...options,
  });

describe("a model without", () => {
  it.each<[string, Model, string]>([
    [
      "an optimizer",
      new Model({ module: dense(3), loss: new losses.SparseCategoricalCrossentropy() }),
      "trainStep: Model has no `optimizer`, and does not override `trainStep`. Expected new Model({ optimizer: optimizers.adam(1e-3) }), or a class with its own trainStep; received neither.",
    ],
    [
      "a loss",
      new Model({ module: dense(3), optimizer: optimizers.sgd(0.1) }),
      "testStep: Model has no `loss`, and does not override `testStep`. Expected new Model({ loss }), or a class with its own testStep; received neither.",
    ],
    [
      "a module",
      new Model({ loss: new losses.SparseCategoricalCrossentropy(), optimizer: optimizers.sgd(0.1) }),
      "predStep: Model has no `module`, and does not override `predStep`.",
    ],
  ])("%s cannot fit", async (_, model, message) => {
    await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(message);
    model.runEagerly = true;
    await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(message);
  });

  it("parameters cannot predict", async () => {
    const message =
      "the model has no parameters yet. Expected an initialized model; received a new one. Call `await model.init({ x, y })` or `fit` first, or construct it with `states` and `initialized: true`.";
    await expect(classifier().predict({ x: data.x })).rejects.toThrow(`predict: ${message}`);
    await expect(classifier().predictOnBatch({ x: data.x })).rejects.toThrow(`predictOnBatch: ${message}`);
  });
});

describe("fit refuses", () => {
  it.each<[string, object, string]>([
    [
      "an unknown option",
      { epoch: 3 },
      "fit: there is no option `epoch`. Expected x, y, sampleWeight, epochs, batchSize, shuffle, dropRemaining, initialEpoch, stepsPerEpoch, validationSplit, validationData, validationSteps, validationBatchSize, validationFreq, classWeight, callbacks, verbose; received epoch.",
    ],
    [
      "batches of nothing",
      { batchSize: 0 },
      "fit: `batchSize` is out of range. Expected a whole number ≥ 1; received 0.",
    ],
    [
      "half a batch",
      { batchSize: 2.5 },
      "`batchSize` is out of range. Expected a whole number ≥ 1; received 2.5.",
    ],
    [
      "less than no epochs",
      { epochs: -1 },
      "fit: `epochs` is out of range. Expected a whole number ≥ 0; received -1.",
    ],
    ["a negative start", { initialEpoch: -1 }, "`initialEpoch` is out of range."],
    ["validation after every 0 epochs", { validationFreq: 0 }, "`validationFreq` is out of range."],
    ["validation by nothing", { validationBatchSize: 0 }, "`validationBatchSize` is out of range."],
    [
      "unequal numbers of samples",
      { y: [0, 1] },
      "fit: the arrays have different numbers of samples. Expected one size along the first axis; received x f32[6,4], y i32[2].",
    ],
    ["too few weights", { sampleWeight: [1] }, "received sampleWeight i32[1], x f32[6,4], y i32[6]."],
    [
      "no samples",
      { x: Float32Array.of(), y: [] },
      "fit: there are no samples. Expected at least one; received x f32[0], y f32[0].",
    ],
    [
      "no arrays",
      { x: {}, y: undefined },
      "fit: there are no samples. Expected at least one; received no arrays.",
    ],
    [
      "null for data",
      { y: null },
      "fit: `y` is no data. Expected a tensor, a typed array, nested numbers, or lists and plain objects of these; received null.",
    ],
    ["text for data", { x: { words: ["a", "b"] } }, "fit: `x.words.0` is no data."],
    [
      "an instance for data",
      { x: new Map() },
      "fit: `x` is no data. Expected a tensor, a typed array, nested numbers, or lists and plain objects of these; received a Map.",
    ],
    [
      "ragged rows",
      { x: [[1, 2], [3]] },
      "the rows differ. Expected 2 elements in each row; received a row of 1.",
    ],
    [
      "an object for validationData",
      { validationData: data },
      "fit: `validationData` is not a list. Expected [x, y], [x, y, sampleWeight], a DataLoader or a stream of batches; received an object with x, y.",
    ],
    [
      "other targets to validate",
      { validationData: [data.x, [0]] },
      "fit (validationData): the arrays have different numbers of samples.",
    ],
    [
      "a NaN class weight",
      { classWeight: [1, Number.NaN, 1] },
      "classWeight does not give a weight for each class. Expected { 0: 1, 1: 2.5, … } or [1, 2.5, …]; received 1: NaN.",
    ],
    ["a named class", { classWeight: { cat: 2 } }, "classWeight does not give a weight for each class."],
    ["no class weights", { classWeight: {} }, "received no class."],
    [
      "no targets",
      { y: undefined },
      "SparseCategoricalCrossentropy: there is no yTrue. Expected a tensor; received null. Pass the targets: fit({ x, y }).",
    ],
  ])("%s", async (_, options, message) => {
    const model = classifier();
    await expect(model.fit({ ...data, verbose: 0, ...options })).rejects.toThrow(message);
  });

  // (N,) against (N,1) was broadcast to (N,N): elegy 0.7.4, weakness 8.
  it.each([
    ["a column of predictions", 1, data.y, "received i32[6] and f32[6,1]. Did you mean yPred.squeeze(-1)"],
    ["a column of targets", 3, data.y.map((label) => [label]), "received i32[6,1] and f32[6,3]."],
  ])("%s", async (_, outputs, y, message) => {
    const model = classifier({ module: dense(outputs), loss: new losses.MeanSquaredError() });
    await expect(model.fit({ x: data.x, y, verbose: 0 })).rejects.toThrow(
      `MeanSquaredError: targets and predictions differ in shape. Expected yTrue and yPred of one shape; ${message}`,
    );
  });
});

it.each([
  ["Model", () => new Model({ optimiser: 1 } as ModelOptions), "Model: there is no option `optimiser`."],
  [
    "evaluate",
    () => classifier().evaluate({ ...data, epochs: 1 } as object),
    "evaluate: there is no option `epochs`.",
  ],
  [
    "predict",
    () => classifier({ initialized: true }).predict({ x: data.x, y: [] } as object),
    "predict: there is no option `y`.",
  ],
  ["init", () => classifier().init({ ...data, epochs: 1 } as object), "init: there is no option `epochs`."],
  [
    "summary",
    () => classifier().summary({ x: data.x, levels: 1 } as object),
    "summary: there is no option `levels`.",
  ],
  [
    "trainOnBatch",
    () => classifier().trainOnBatch({ ...data, batchSize: 1 } as object),
    "trainOnBatch: there is no option `batchSize`.",
  ],
  [
    "predictOnBatch",
    () => classifier().predictOnBatch({ ...data }),
    "predictOnBatch: there is no option `y`.",
  ],
])("%s refuses an unknown option", async (_, use, message) => {
  await expect(async () => use()).rejects.toThrow(message);
});

it("a module must be one", () => {
  expect(() => new Model({ module: { layers: [] } as never })).toThrow(
    'Model: `module` is not a module. Expected a function, or an object with Symbol.for("@elegy/module"); received a Object. Adapters for other frameworks are in @elegy/modules.',
  );
});

it("a prediction must speak of each sample", async () => {
  const model = classifier({ module: (x: Tensor) => x.sum({ axis: 0 }) });
  await model.init({ x: data.x });
  await expect(model.predict({ x: data.x })).rejects.toThrow(
    "predict: there is not one prediction for each sample. Expected f32[6,…] for a batch of 6; received f32[4].",
  );
});
