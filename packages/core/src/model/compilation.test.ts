import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { describe, expect, it } from "vitest";
import {
  losses,
  metrics,
  Model,
  type ModelOptions,
  np,
  optimizers,
  setBackend,
  type StepInputs,
  TensorDisposedError,
  type TestStep,
  tree,
} from "../index.ts";
import { countingBackend } from "./counting-backend.test-support.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";

const data = threeClasses(10);
const inputs = { x: data.x };

let traces = 0;

class Traced extends Model {
  override testStep(inputs: StepInputs): TestStep {
    traces += 1;
    return super.testStep(inputs);
  }
}

const classifier = (options: ModelOptions = {}): Model =>
  new Traced({
    module: dense(3),
    loss: new losses.MeanSquaredError(),
    metrics: new metrics.Accuracy(),
    optimizer: optimizers.adam(0.01),
    ...options,
  });

const targets = data.y.map((label) => [label, 1, 2]);
const wide = { x: data.x, y: targets };

async function tracesOf(use: () => Promise<unknown>): Promise<number> {
  traces = 0;
  await use();
  return traces;
}

// The Python library traced the second step again, because of a metric that began as an integer.
describe("weakness 17: a step is traced", () => {
  it("once to initialize, once to describe its logs, and once for each shape of a batch", async () => {
    setBackend(cpu());
    const model = classifier();
    expect(await tracesOf(() => model.init(wide))).toBe(1);
    // 10 samples in batches of 4: two shapes.
    expect(await tracesOf(() => model.fit({ ...wide, batchSize: 4, epochs: 1, verbose: 0 }))).toBe(1 + 2);
    expect(await tracesOf(() => model.fit({ ...wide, batchSize: 4, epochs: 5, verbose: 0 }))).toBe(1);
    expect(await tracesOf(() => model.fit({ ...wide, batchSize: 5, epochs: 5, verbose: 0 }))).toBe(1 + 1);
  });

  it("for evaluation as for training, whatever the number of epochs", async () => {
    setBackend(cpu());
    const model = classifier();
    await model.init(wide);
    const validationData = [data.x, targets] as const;
    const fit = (epochs: number) => model.fit({ ...wide, batchSize: 4, epochs, validationData, verbose: 0 });
    expect(await tracesOf(() => fit(1))).toBe(2 + 2 * 2);
    expect(await tracesOf(() => fit(6))).toBe(2);
    expect(await tracesOf(() => model.evaluate({ ...wide, batchSize: 4 }))).toBe(1);
    expect(await tracesOf(() => model.trainOnBatch(wide))).toBe(1);
    expect(await tracesOf(() => model.trainOnBatch(wide))).toBe(0);
  });

  it("not at all again after reset, with new metrics or with states that were set", async () => {
    setBackend(cpu());
    const model = classifier();
    await model.trainOnBatch(wide);
    model.resetMetrics();
    expect(await tracesOf(() => model.trainOnBatch(wide))).toBe(0);
    model.reset();
    expect(await tracesOf(() => model.trainOnBatch(wide))).toBe(0);
    model.states = model.states.update({ netParams: { b: np.zeros([3]), w: np.ones([4, 3]) } });
    expect(await tracesOf(() => model.trainOnBatch(wide))).toBe(0);
  });

  it("never, but run for every batch, with runEagerly", async () => {
    setBackend(cpu());
    const model = classifier({ runEagerly: true });
    await model.init(wide);
    expect(await tracesOf(() => model.fit({ ...wide, batchSize: 4, epochs: 2, verbose: 0 }))).toBe(6);
    expect(await tracesOf(() => model.evaluate({ ...wide, batchSize: 4 }))).toBe(3);
  });
});

describe.each([
  ["cpu", cpu],
  ["reference", reference],
] as const)("on the %s backend a compiled step", (_, make) => {
  it("is one run of one program, which gets the old states", async () => {
    const backend = countingBackend(make());
    setBackend(backend);
    const model = classifier();
    const runs: number[] = [];
    const callbacks = [{ onTrainBatchEnd: () => void runs.push(backend.runs.length) }];
    await model.fit({ ...wide, batchSize: 4, epochs: 3, callbacks, verbose: 0 });

    // Within an epoch, steps follow each other at once: 1 run each.
    const [, second = 0, third = 0] = runs;
    expect(third - second).toBe(1);
    expect(runs.map((count, step) => (step % 3 === 0 ? 1 : count - (runs[step - 1] ?? 0)))).toEqual(
      Array.from({ length: 9 }, () => 1),
    );
    const steps = backend.runs.filter(({ name }) => name === "trainStep");
    expect(steps).toHaveLength(9);
    const compiled = backend.compiled.filter(({ name }) => name === "trainStep");
    expect(compiled).toHaveLength(2);
    // All states, and the totals: two losses, a metric and the learning rate, which are running values.
    const states = tree.leaves(model.states).length;
    for (const { donated } of compiled) {
      expect(donated).toEqual(Array.from({ length: states + 4 }, (_, i) => i));
    }
  });

  it("consumes the states it was given", async () => {
    setBackend(make());
    const model = classifier();
    await model.trainOnBatch(wide);
    for (const use of [
      () => model.trainOnBatch(wide),
      () => model.testOnBatch(wide),
      () => model.predict(inputs),
    ]) {
      const { netParams } = model.states;
      await use();
      await expect(netParams.w.data()).rejects.toThrow(TensorDisposedError);
      await expect(netParams.w.data()).rejects.toThrow("the tensor was donated");
    }
    expect(await model.states.netParams.b.data()).toHaveLength(3);
  });
});
