import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type ClassWeight,
  type FunctionContext,
  losses,
  metrics,
  Model,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

/** Logits of two classes for each sample, times one parameter. */
const module = (x: Tensor, { initializing, params }: FunctionContext): unknown => {
  const w: Tensor = initializing ? np.ones([]) : params;
  return outputStates({ preds: x.mul(w), params: w });
};

const logits = [
  [0, 0],
  [2, 0],
  [0, 1],
  [1, 3],
  [0.5, 0],
];
const labels = [0, 0, 0, 1, 1];
const sampleWeight = [1, 2, 0, 4, 0.5];
const classWeight = { 0: 3, 1: 0.25 };

const lossesOf = logits.map(
  ([a = 0, b = 0], i) => Math.log(Math.exp(a) + Math.exp(b)) - (labels[i] === 0 ? a : b),
);
const right = logits.map(([a = 0, b = 0], i) => Number(Number(b > a) === labels[i]));

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const classifier = (runEagerly = false): Model =>
  new Model({
    module,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true, name: "ce" }),
    metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
    optimizer: optimizers.sgd(0),
    runEagerly,
  });

const data = { x: logits, y: labels };

// The Python library carried class weights to every loss, and no loss applied them (weakness 2).
describe.each([false, true])("weights (runEagerly: %s)", (runEagerly) => {
  it.each<
    [string, { readonly sampleWeight?: number[]; readonly classWeight?: ClassWeight }, (i: number) => number]
  >([
    ["none", {}, () => 1],
    ["of samples", { sampleWeight }, (i) => sampleWeight[i] ?? 0],
    ["of classes", { classWeight }, (i) => (labels[i] === 0 ? 3 : 0.25)],
    ["of classes in a list", { classWeight: [3, 0.25] }, (i) => (labels[i] === 0 ? 3 : 0.25)],
    ["of a class alone", { classWeight: { 1: 5 } }, (i) => (labels[i] === 0 ? 1 : 5)],
    ["of the first class alone", { classWeight: { 0: 5 } }, (i) => (labels[i] === 0 ? 5 : 1)],
    ["of both", { sampleWeight, classWeight }, (i) => (sampleWeight[i] ?? 0) * (labels[i] === 0 ? 3 : 0.25)],
  ])("%s reach losses and metrics", async (_, weights, weightOf) => {
    const w = labels.map((_label, i) => weightOf(i));
    const loss = sum(lossesOf.map((value, i) => value * (w[i] ?? 0))) / 5;
    const accuracy = sum(right.map((value, i) => value * (w[i] ?? 0))) / sum(w);
    const expected = {
      loss: expect.closeTo(loss, 5) as number,
      ce_loss: expect.closeTo(loss, 5) as number,
      accuracy: expect.closeTo(accuracy, 5) as number,
    };
    const model = classifier(runEagerly);
    expect(await model.evaluate({ ...data, ...weights, batchSize: 2 })).toEqual(expected);
    expect(await model.evaluate({ ...data, ...weights })).toEqual(expected);
    model.resetMetrics();
    expect(await model.testOnBatch({ ...data, ...weights })).toEqual(expected);
    model.resetMetrics();
    expect(await model.trainOnBatch({ ...data, ...weights })).toMatchObject(expected);
    const { history } = await model.fit({ ...data, ...weights, batchSize: 2, verbose: 0 });
    expect(history["loss"]?.[0]).toBeCloseTo(loss, 5);
    expect(history["accuracy"]?.[0]).toBeCloseTo(accuracy, 5);
  });
});

it("weights of validation are its own; those of classes are for both", async () => {
  const { history } = await classifier().fit({
    ...data,
    validationData: [logits, labels, sampleWeight],
    classWeight: [2, 2],
    verbose: 0,
  });
  expect(history["loss"]?.[0]).toBeCloseTo((2 * sum(lossesOf)) / 5, 5);
  const weighted = sum(lossesOf.map((value, i) => value * (sampleWeight[i] ?? 0)));
  expect(history["val_loss"]?.[0]).toBeCloseTo((2 * weighted) / 5, 5);
});

it("weights reach an overridden step", async () => {
  const seen: (readonly unknown[])[] = [];
  class Seeing extends Model {
    override testStep({ x, sampleWeight: ofSamples, classWeight: ofClasses, states }: StepInputs): TestStep {
      seen.push([ofSamples?.shape ?? null, ofClasses?.shape ?? null]);
      return [x.mean(), {}, states];
    }
  }
  const model = new Seeing({ runEagerly: true });
  await model.init({ x: logits });
  seen.length = 0;
  await model.evaluate({ x: logits, batchSize: 3 });
  await model.evaluate({ x: logits, batchSize: 3, sampleWeight, classWeight });
  expect(seen).toEqual([
    [null, null],
    [null, null],
    [[3], [2]],
    [[2], [2]],
  ]);
});

// They were dropped where there were no targets (weakness 2).
it("weights of samples count without targets", async () => {
  const model = new Model({ module, loss: ({ yPred }: { yPred: Tensor }) => yPred.sum({ axis: -1 }) });
  await model.init({ x: logits });
  const { loss } = await model.evaluate({ x: logits, sampleWeight });
  const sums = logits.map((row) => sum(row));
  expect(loss).toBeCloseTo(sum(sums.map((value, i) => value * (sampleWeight[i] ?? 0))) / 5, 5);
});
