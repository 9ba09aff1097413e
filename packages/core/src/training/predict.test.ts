import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  losses,
  metrics,
  Model,
  np,
  optimizers,
  type PredInputs,
  type PredStep,
  setBackend,
  type Tensor,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const { x, y } = threeClasses(10);

async function trained(): Promise<Model> {
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
    optimizer: optimizers.adam(0.1),
  });
  await model.fit({ x, y, epochs: 5, batchSize: 4, verbose: 0 });
  return model;
}

describe("predictions", () => {
  it("are one tensor for all samples, whatever the batches", async () => {
    const model = await trained();
    const whole = await (await model.predictOnBatch({ x })).array();
    for (const batchSize of [1, 4, 10, 64]) {
      const predictions = await model.predict({ x, batchSize });
      expect(predictions.shape).toEqual([10, 3]);
      expect(await predictions.array()).toEqual(whole);
    }
  });

  it("of several kinds are a tree, of any dtype", async () => {
    const model = new Model({
      module: (inputs: Tensor) => ({
        labels: inputs.argmax({ axis: -1 }),
        pair: [inputs, inputs.greater(0.5)],
      }),
    });
    await model.init({ x });
    const predictions: unknown = await model.predict({ x, batchSize: 4 });
    const { labels, pair } = predictions as { labels: Tensor; pair: [Tensor, Tensor] };
    expect([labels, ...pair].map(({ dtype, shape }) => [dtype, ...shape])).toEqual([
      ["int32", 10],
      ["float32", 10, 4],
      ["bool", 10, 4],
    ]);
    expect(await labels.array()).toEqual(x.map((row) => row.indexOf(Math.max(...row))));
    expect(await pair[1].array()).toEqual(x.map((row) => row.map((value) => Math.fround(value) > 0.5)));
  });

  it("are made by predStep in batches, without training", async () => {
    const seen: [number | undefined, boolean, boolean][] = [];
    class Seeing extends Model {
      override predStep({ x: inputs, states, training, initializing }: PredInputs): PredStep {
        seen.push([inputs.shape[0], training, initializing]);
        return [inputs.mul(2), states];
      }
    }
    const model = new Seeing({ initialized: true });
    await model.predict({ x, batchSize: 4 });
    await model.predict({ x, batchSize: 4 });
    // Traced once for each shape.
    expect(seen).toEqual([
      [4, false, false],
      [2, false, false],
    ]);
  });

  it("count nothing, and change no parameter", async () => {
    const model = await trained();
    const params = await model.states.netParams.w.array();
    const count = await model.states.metricsStates.losses.loss.count.item();
    await model.predict({ x });
    expect(await model.states.netParams.w.array()).toEqual(params);
    expect(await model.states.metricsStates.losses.loss.count.item()).toBe(count);
  });

  it("agree with what evaluate measures", async () => {
    // Elegy's issue 109: the two differed.
    const model = await trained();
    const labels = (await (await model.predict({ x })).argmax({ axis: -1 }).array()) as number[];
    const right = labels.filter((label, i) => label === y[i]).length;
    expect((await model.evaluate({ x, y }))["accuracy"]).toBeCloseTo(right / 10, 6);
  });
});

describe("evaluate", () => {
  it.each([1, 3, 4, 10, 32])("gives in batches of %d what all samples at once give", async (batchSize) => {
    const model = await trained();
    const logits = await model.predictOnBatch({ x });
    const loss = new losses.SparseCategoricalCrossentropy({ fromLogits: true });
    const direct = await loss.call({ yTrue: np.array(y), yPred: logits }).item();
    const values = await model.evaluate({ x, y, batchSize });
    expect(values["loss"]).toBeCloseTo(direct, 5);
    expect(values["sparse_categorical_crossentropy_loss"]).toBe(values["loss"]);
  });

  it("may be asked again, before and after training", async () => {
    const model = await trained();
    const first = await model.evaluate({ x, y, batchSize: 4 });
    expect(await model.evaluate({ x, y, batchSize: 4 })).toEqual(first);
    await model.fit({ x, y, verbose: 0 });
    expect((await model.evaluate({ x, y, batchSize: 4 }))["loss"]).toBeLessThan(first["loss"] ?? 0);
  });

  it("makes parameters where there are none", async () => {
    const model = new Model({ module: dense(3), loss: new losses.SparseCategoricalCrossentropy() });
    expect(Object.keys(await model.evaluate({ x, y }))).toEqual([
      "loss",
      "sparse_categorical_crossentropy_loss",
    ]);
    expect(model.initialized).toBe(true);
  });
});

// Fewer samples than the default batch were no batch at all, and training did nothing (weakness 1).
it("few samples train the default steps", async () => {
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.1),
  });
  const { history } = await model.fit({
    x,
    y,
    epochs: 30,
    verbose: 0,
    validationData: [x.slice(0, 3), y.slice(0, 3)],
  });
  expect(history["loss"]?.at(-1)).toBeLessThan(0.5 * (history["loss"]?.[0] ?? 0));
  expect(history["val_loss"]).toHaveLength(30);
});
