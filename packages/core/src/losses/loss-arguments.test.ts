import { np, setBackend, type Tensor } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import type { HostTargets, LossInputs } from "./loss.ts";
import { MeanSquaredError } from "./mean-squared-error.ts";
import type { Reduction } from "./reduction.ts";
import { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

beforeAll(() => setBackend(reference()));

const f32 = (...shape: number[]): Tensor => np.zeros(shape);
const i32 = (...shape: number[]): Tensor => np.zeros(shape, { dtype: "int32" });

type Case = readonly [title: string, inputs: () => LossInputs<unknown>, message: string];

it.each<Case>([
  [
    "a column of predictions",
    () => ({ yTrue: f32(3), yPred: f32(3, 1) }),
    "MeanSquaredError: targets and predictions differ in shape. Expected yTrue and yPred of one shape; received f32[3] and f32[3,1]. Did you mean yPred.squeeze(-1)",
  ],
  ["a column of targets", () => ({ yTrue: f32(3, 1), yPred: f32(3) }), "Did you mean yTrue.squeeze(-1)"],
  ["other sizes", () => ({ yTrue: f32(3, 2), yPred: f32(3, 1) }), "received f32[3,2] and f32[3,1]."],
  ["no targets", () => ({ yTrue: null, yPred: f32(3) }), "MeanSquaredError: there is no yTrue."],
  [
    "several predictions",
    () => ({ yTrue: f32(3), yPred: { a: f32(3) } }),
    'MeanSquaredError: yPred is not one tensor. Expected a tensor; received a tree with a. Choose one: { on: "a" }.',
  ],
  [
    "a column of weights",
    () => ({ yTrue: f32(3, 1), yPred: f32(3, 1), sampleWeight: f32(2, 1) }),
    "the sample weights do not belong to the samples. Expected f32[3] for values f32[3]; received f32[2,1]. Did you mean sampleWeight.squeeze(-1)?",
  ],
  [
    "class weights",
    () => ({ yTrue: f32(3, 1), yPred: f32(3, 1), classWeight: f32(4) }),
    "class weights need targets that name classes. Expected labels i32[3], or f32[3,4] for 4 classes; received f32[3,1].",
  ],
])("MeanSquaredError refuses %s", (_, inputs, message) => {
  expect(() => new MeanSquaredError().call(inputs())).toThrow(message);
});

it.each<Case>([
  [
    "a column of labels",
    () => ({ yTrue: i32(3, 1), yPred: f32(3, 10) }),
    "SparseCategoricalCrossentropy: there is not one label for each row of predictions. Expected labels i32[…] for predictions f32[…,classes]; received i32[3,1] and f32[3,10]. Did you mean yTrue.squeeze(-1)?",
  ],
  ["one-hot targets", () => ({ yTrue: f32(3, 10), yPred: f32(3, 10) }), "yTrue.argmax({ axis: -1 })"],
  ["float labels", () => ({ yTrue: f32(3), yPred: f32(3, 10) }), 'yTrue.astype("int32")'],
  ["a scalar prediction", () => ({ yTrue: i32(), yPred: f32() }), "received i32[] and f32[]."],
  ["whole predictions", () => ({ yTrue: i32(3), yPred: i32(3, 10) }), "probabilities or logits"],
  [
    "class weights in a matrix",
    () => ({ yTrue: i32(3), yPred: f32(3, 10), classWeight: f32(10, 1) }),
    "the class weights are not one number per class. Expected f32[classes]; received f32[10,1].",
  ],
])("SparseCategoricalCrossentropy refuses %s", (_, inputs, message) => {
  expect(() => new SparseCategoricalCrossentropy().call(inputs())).toThrow(message);
});

it("refuses unknown options", () => {
  expect(() => new MeanSquaredError({ reduction: "mean" as Reduction })).toThrow(
    "MeanSquaredError: unknown reduction. Expected sumOverBatchSize, meanWithSampleWeight, sum, none; received mean.",
  );
  expect(() => new MeanSquaredError({ weight: Number.NaN })).toThrow("`weight` is not a finite number");
});

const targets = (labels: number[], shape = [labels.length]): HostTargets => ({
  data: Int32Array.from(labels),
  spec: { shape, dtype: "int32" },
});
const predictions = { shape: [2, 10], dtype: "float32" } as const;

it("finds labels that name no class", () => {
  const loss = new SparseCategoricalCrossentropy();
  expect(() => loss.checkTargets?.(targets([0, 9, 3]), predictions)).not.toThrow();
  expect(() => loss.checkTargets?.(targets([0, 12, 3]), predictions)).toThrow(
    expect.objectContaining({
      name: "LabelOutOfRangeError",
      code: "ELEGY_LABEL_OUT_OF_RANGE",
      message: expect.stringContaining(
        "SparseCategoricalCrossentropy: a label names no class. Expected labels in 0…9; received 12 at position 1. Correct the targets",
      ) as string,
    }),
  );
  expect(() => loss.checkTargets?.(targets([0, 10]), predictions)).toThrow("Labels count from 0: subtract 1");
  expect(() =>
    loss.checkTargets?.(targets([0, 1, 2, -1], [2, 2]), { ...predictions, shape: [1, 2, 10] }),
  ).toThrow("received -1 at position [1,1].");
  expect(() => loss.checkTargets?.(targets([0, 1], [2, 1]), predictions)).toThrow(
    "Did you mean yTrue.squeeze(-1)?",
  );
  const ignoring = new SparseCategoricalCrossentropy({ ignoreClass: -1 });
  expect(() => ignoring.checkTargets?.(targets([0, -1]), predictions)).not.toThrow();
  expect(() => ignoring.checkTargets?.(targets([-1, -2]), predictions)).toThrow("received -2 at position 1.");
  const unchecked = new SparseCategoricalCrossentropy({ checkBounds: false });
  expect(() => unchecked.checkTargets?.(targets([-1]), predictions)).not.toThrow();
});

it("chooses one of several targets", async () => {
  const tree = (value: number): unknown => ({ a: [np.full([2, 1], value), f32(1)], b: f32(1) });
  const loss = new MeanSquaredError({ on: ["a", 0] });
  expect(await loss.call({ yTrue: tree(1), yPred: tree(3) }).item()).toBe(4);
  expect(loss.on).toEqual(["a", 0]);
  expect(() => new MeanSquaredError({ on: "c" }).call({ yTrue: tree(1), yPred: tree(1) })).toThrow(
    "MeanSquaredError: `on` leads nowhere in yTrue. Expected `c` in yTrue; received one with `a`, `b`.",
  );
  expect(() => new MeanSquaredError({ on: ["b", "c"] }).call({ yTrue: tree(1), yPred: tree(1) })).toThrow(
    "Expected `c` in yTrue.b; received a tensor.",
  );
});

it("weighs samples and classes", async () => {
  const yTrue = np.array([0, 2, 1]);
  const yPred = np.array([
    [0.5, 0.25, 0.25],
    [0.5, 0.25, 0.25],
    [0.5, 0.25, 0.25],
  ]);
  const loss = new SparseCategoricalCrossentropy({ reduction: "none" });
  const classWeight = np.array([1, 0.5, 2]);
  const values = await loss.call({ yTrue, yPred, classWeight, sampleWeight: np.array([1, 3, 0]) }).array();
  expect(values).toEqual([expect.closeTo(Math.log(2), 6), expect.closeTo(6 * Math.log(4), 5), 0]);

  const squares = new MeanSquaredError({ reduction: "none" });
  const oneHot = np.array([
    [1, 0],
    [0, 1],
  ]);
  const weighted = squares.call({ yTrue: oneHot, yPred: f32(2, 2), classWeight: np.array([2, 8]) });
  expect(await weighted.array()).toEqual([1, 4]);
});

it("keeps one value per sample of vectors", async () => {
  const inputs = { yTrue: np.array([1, 2, 3]), yPred: np.array([2, 3, 5]) };
  expect(await new MeanSquaredError({ reduction: "none" }).call(inputs).array()).toEqual([1, 1, 4]);
  expect(await new MeanSquaredError().call(inputs).item()).toBe(2);
});
