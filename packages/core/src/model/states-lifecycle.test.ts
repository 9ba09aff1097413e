import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  losses,
  metrics,
  Model,
  type ModelOptions,
  np,
  optimizers,
  outputStates,
  random,
  setBackend,
  type States,
  type Tensor,
} from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const data = threeClasses(6);
const inputs = { x: data.x };

const classifier = (options: ModelOptions = {}): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.sgd(0.1),
    ...options,
  });

const weights = async (model: Model): Promise<unknown> => model.states.netParams.w.array();

describe("initializing", () => {
  it("makes the states once", async () => {
    const model = classifier();
    expect(model.initialized).toBe(false);
    await model.init(data);
    expect(model.initialized).toBe(true);
    const { states } = model;
    expect(states.fields()).toEqual(["metricsStates", "netParams", "netStates", "optimizerStates", "rng"]);
    await model.init(data);
    await model.initOnBatch(data);
    expect(model.states).toBe(states);
  });

  it("needs no targets, and counts nothing", async () => {
    const model = classifier();
    await model.init({ x: data.x });
    const { losses: running } = model.states.metricsStates;
    expect(await running.loss.count.item()).toBe(0);
    expect(await model.evaluate(data)).toEqual(await model.evaluate(data));
  });

  it("sees one batch", async () => {
    const seen: unknown[] = [];
    const module = (x: Tensor): Tensor => {
      seen.push(x.shape);
      return x;
    };
    const x = np.ones([100, 1]);
    await new Model({ module }).init({ x, batchSize: 2 });
    await new Model({ module }).init({ x });
    await new Model({ module }).initOnBatch({ x });
    expect(seen).toEqual([
      [2, 1],
      [32, 1],
      [100, 1],
    ]);
    await expect(new Model({ module }).init({ x, batchSize: 0 })).rejects.toThrow(/batchSize/);
  });

  it("makes what the seed says", async () => {
    const [a, b, c] = [classifier({ seed: 1 }), classifier({ seed: 1 }), classifier({ seed: 2 })];
    for (const model of [a, b, c]) await model.init(data);
    expect(await weights(a)).toEqual(await weights(b));
    expect(await weights(a)).not.toEqual(await weights(c));
  });

  it("hands the module another key in every step", async () => {
    const model = classifier({
      module(x: Tensor, { rng, params, initializing }: FunctionContext) {
        const kept = initializing ? { w: np.zeros([4, 3]) } : params;
        return outputStates({ preds: np.dot(x, kept.w), params: kept, states: { rng } });
      },
    });
    const seen = new Set<string>();
    await model.init(data);
    for (let step = 0; step < 4; step++) {
      seen.add((await model.states.netStates.rng.data()).join());
      await model.trainOnBatch(data);
    }
    expect(seen.size).toBe(4);
  });
});

describe("states that the user gives", () => {
  const netParams = () => ({ w: np.full([4, 3], 0.5), b: np.zeros([3]) });

  it("win over fresh ones", async () => {
    const model = classifier({ states: { netParams: netParams(), extra: null } });
    await model.init(data);
    expect(await weights(model)).toEqual(Array.from({ length: 4 }, () => [0.5, 0.5, 0.5]));
    expect(model.states.fields()).toContain("extra");
    expect(model.states.metricsStates).not.toBeNull();
  });

  it("stay the user's, for another model too", async () => {
    const given = netParams();
    for (const initialized of [false, true]) {
      const model = classifier({ states: { netParams: given }, initialized });
      await model.fit({ ...data, epochs: 3, verbose: 0 });
      expect(await weights(model)).not.toEqual(await given.w.array());
    }
    expect(await given.w.array()).toEqual(Array.from({ length: 4 }, () => [0.5, 0.5, 0.5]));
  });

  it("may be those of a trained model", async () => {
    const trained = classifier();
    await trained.fit({ ...data, epochs: 2, verbose: 0 });
    const copy = classifier({ states: trained.states, initialized: true });
    expect(await copy.evaluate(data)).toEqual(await trained.evaluate(data));
    expect(await (await copy.predict(inputs)).array()).toEqual(await (await trained.predict(inputs)).array());
  });

  it.each([false, true])("may be parameters only (runEagerly: %s)", async (runEagerly) => {
    const model = classifier({ states: { netParams: netParams() }, initialized: true, runEagerly });
    expect((await model.predict(inputs)).shape).toEqual([6, 3]);
    const { loss = 0 } = await model.evaluate(data);
    expect(loss).toBeGreaterThan(0);
    await model.fit({ ...data, epochs: 3, verbose: 0 });
    expect((await model.evaluate(data))["loss"]).toBeLessThan(loss);
  });

  it("may hold the key to begin with, which is used up", async () => {
    const [given, seeded] = [classifier({ states: { rng: random.key(5) } }), classifier({ seed: 5 })];
    for (const model of [given, seeded]) await model.init(data);
    expect(await weights(given)).toEqual(await weights(seeded));
    expect(await given.states.rng.array()).toEqual(await seeded.states.rng.array());
    expect(await given.states.rng.array()).not.toEqual([0, 5]);
  });

  it("can be set at any time", async () => {
    const model = classifier();
    await model.init(data);
    model.states = model.states.update({ netParams: netParams() });
    const { loss } = await model.evaluate(data);
    const same = classifier({ states: { netParams: netParams() } });
    expect((await same.evaluate(data))["loss"]).toBe(loss);
  });
});

describe("going back", () => {
  it("reset: to the states after initialization, as often as you like", async () => {
    const model = classifier();
    await model.init(data);
    const before = await weights(model);
    for (let time = 0; time < 2; time++) {
      await model.fit({ ...data, epochs: 2, verbose: 0 });
      expect(await weights(model)).not.toEqual(before);
      model.reset();
      expect(await weights(model)).toEqual(before);
      expect(model.initialized).toBe(true);
    }
  });

  it("reset: a new model stays new", async () => {
    const model = classifier();
    model.reset();
    expect(model.initialized).toBe(false);
    await model.fit({ ...data, verbose: 0 });
  });

  it("resetMetrics: running values alone", async () => {
    const model = classifier();
    await model.init(data);
    const first = await model.testOnBatch(data);
    await model.trainOnBatch(data);
    await model.trainOnBatch(data);
    const running = await model.testOnBatch(data);
    expect(running["loss"]).not.toBe(first["loss"]);
    const before = await weights(model);
    model.resetMetrics();
    expect(await weights(model)).toEqual(before);
    const alone = await model.testOnBatch(data);
    expect(alone).toEqual(await model.evaluate(data));
    expect(alone["loss"]).toBeLessThan(running["loss"] ?? 0);
  });
});

describe("netStates, as elegy's model_base_test has them", () => {
  const counter = (x: Tensor, { initializing, states }: FunctionContext): unknown =>
    outputStates({ preds: x.add(1), states: initializing ? np.zeros([]) : states.add(1) });
  const x = Array.from({ length: 100 }, (_, i) => [i]);

  it.each([false, true])("go on with every batch (runEagerly: %s)", async (runEagerly) => {
    const model = new Model({ module: counter, runEagerly });
    await model.init({ x });
    expect(await model.states.netStates.item()).toBe(0);
    const predictions = await model.predict({ x, batchSize: 50 });
    expect(await predictions.array()).toEqual(x.map(([i = 0]) => [i + 1]));
    expect(await model.states.netStates.item()).toBe(2);
    model.reset();
    expect(await model.states.netStates.item()).toBe(0);
  });
});

it("a field that a step adds stays", async () => {
  class Adding extends Model {
    override initStep(inputs: Parameters<Model["initStep"]>[0]): States {
      return super.initStep(inputs).update({ extra: np.ones([2]) });
    }
  }
  const model = new Adding({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
  });
  await model.init(data);
  await model.evaluate(data);
  expect(await model.states.extra.array()).toEqual([1, 1]);
});
