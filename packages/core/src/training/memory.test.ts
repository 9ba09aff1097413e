// First: what it replaces is taken when other modules are loaded.
import "./never-finalized.test-support.ts";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { describe, expect, it } from "vitest";
import { ElegyError, getBackend, losses, metrics, Model, np, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

const data = threeClasses(10);
/** 10 samples in batches of 4 are 3 steps. */
const batchSize = 4;
const classWeight = [1, 2, 1];
const sampleWeight = data.y.map((label) => 1 + label);

async function trained(): Promise<Model> {
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.01),
  });
  await model.fit({ ...data, batchSize, verbose: 0, validationData: [data.x, data.y] });
  return model;
}

describe.each([
  ["cpu", cpu],
  ["reference", reference],
] as const)("on the %s backend, memory is where it was", (_, backend) => {
  it("after 2,000 steps", async () => {
    setBackend(backend());
    const model = await trained();
    const before = getBackend().memory();
    expect(before.buffers).toBeGreaterThan(0);
    await model.fit({ ...data, batchSize, epochs: 667, verbose: 0 });
    expect(getBackend().memory()).toEqual(before);
  });

  it.each<[string, (model: Model) => Promise<unknown>]>([
    [
      "fit with validation and weights",
      (model) =>
        model.fit({
          ...data,
          batchSize,
          verbose: 0,
          classWeight,
          sampleWeight,
          validationData: [data.x, data.y],
        }),
    ],
    ["fit with tensors", (model) => usingTensors((x, y) => model.fit({ x, y, batchSize, verbose: 0 }))],
    ["evaluate", (model) => model.evaluate({ ...data, batchSize, classWeight })],
    ["predict", async (model) => (await model.predict({ x: data.x, batchSize })).dispose()],
    ["predictOnBatch", async (model) => (await model.predictOnBatch({ x: data.x })).dispose()],
    ["trainOnBatch", (model) => model.trainOnBatch({ ...data, classWeight, sampleWeight })],
    ["testOnBatch", (model) => model.testOnBatch({ ...data, classWeight })],
    ["resetMetrics", async (model) => model.resetMetrics()],
    ["fit with a callback that throws", (model) => refused(model.fit({ ...data, batchSize, ...thrower }))],
    ["fit with a label out of range", (model) => refused(model.fit({ ...data, y: data.y.map(() => 3) }))],
    ["evaluate with other inputs", (model) => refused(model.evaluate({ ...data, x: data.y.map(() => [1]) }))],
  ])("after %s", async (_, use) => {
    setBackend(backend());
    const model = await trained();
    // What is compiled on the way holds constants.
    await use(model);
    const before = getBackend().memory();
    for (let time = 0; time < 5; time++) await use(model);
    expect(getBackend().memory()).toEqual(before);
  });
});

async function usingTensors<R>(
  use: (x: ReturnType<typeof np.array>, y: typeof x) => Promise<R>,
): Promise<void> {
  const [x, y] = [np.array(data.x), np.array(data.y)];
  await use(x, y);
  x.dispose();
  y.dispose();
}

const thrower = {
  verbose: 0,
  callbacks: [
    {
      onTrainBatchEnd(batch: number) {
        if (batch === 1) throw new Error("enough");
      },
    },
  ],
} as const;

async function refused(promise: Promise<unknown>): Promise<void> {
  await expect(promise).rejects.toBeInstanceOf(ElegyError);
}
