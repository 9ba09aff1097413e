import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BackendMismatchError,
  losses,
  metrics,
  Model,
  type ModelOptions,
  np,
  optimizers,
  random,
  setBackend,
  States,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

const data = threeClasses(22);
let [a, b] = [cpu(), reference()];

beforeEach(() => {
  [a, b] = [cpu(), reference()];
  setBackend(a);
});

const classifier = (options: ModelOptions = {}): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
    ...options,
  });

const fit = async (model: Model, epochs: number, initialEpoch = 0): Promise<readonly number[]> =>
  (await model.fit({ ...data, initialEpoch, epochs, batchSize: 8, verbose: 0 })).history["loss"] ?? [];

function close(received: readonly number[], expected: readonly number[]): void {
  expect(received).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(received[i]).toBeCloseTo(value, 5));
}

describe("a model on its way from one backend to another", () => {
  it("goes on with equal numbers, and back", async () => {
    const expected = await fit(classifier(), 6);
    const model = classifier();
    const first = await fit(model, 2);
    await model.to(b);
    setBackend(b);
    const second = await fit(model, 4, 2);
    await model.to(a);
    setBackend(a);
    const third = await fit(model, 6, 4);
    close([...first, ...second, ...third], expected);
  });

  it("goes on with states that were moved by hand, in a second model, too", async () => {
    const expected = await fit(classifier(), 4);
    const model = classifier();
    const first = await fit(model, 2);
    const moved = await model.states.to(b);
    setBackend(b);
    const second = classifier({ states: moved, initialized: true });
    close([...first, ...(await fit(second, 4, 2))], expected);
    // The first has its own still.
    setBackend(a);
    close(await fit(model, 4, 2), expected.slice(2));
    model.states = await model.states.to(b);
    setBackend(b);
    await fit(model, 1);
    expect((await model.predict({ x: data.x, verbose: 0 })).shape).toEqual([22, 3]);
  });

  it("evaluates, predicts and resets where it has gone", async () => {
    const model = classifier();
    await fit(model, 3);
    const logs = await model.evaluate({ ...data, verbose: 0 });
    const initial = (await model.predict({ x: data.x, verbose: 0 })).dataSync();
    await model.to(b);
    setBackend(b);
    const there = await model.evaluate({ ...data, verbose: 0 });
    for (const [name, value] of Object.entries(logs)) expect(there[name]).toBeCloseTo(value, 5);
    const predicted = (await model.predict({ x: data.x, verbose: 0 })).dataSync();
    initial.forEach((value, i) => expect(predicted[i]).toBeCloseTo(value, 5));
    model.reset();
    close(await fit(model, 3), await again());
    async function again(): Promise<readonly number[]> {
      setBackend(a);
      return fit(classifier(), 3);
    }
  });

  it("leaves nothing behind", async () => {
    const model = classifier();
    await fit(model, 1);
    const before = a.memory().buffers;
    await model.to(b);
    expect(a.memory().buffers).toBeLessThan(before);
    setBackend(b);
    await fit(model, 2, 1);
    const there = b.memory().buffers;
    await fit(model, 3, 2);
    expect(b.memory().buffers).toBe(there);
  });

  it("does what it does with arrays made inside of a step", async () => {
    class Weighted extends Model {
      override testStep({ x, yTrue, states, initializing }: StepInputs): TestStep {
        const w: Tensor = initializing ? random.normal(random.key(1), [4]) : states["netParams"];
        const scaled = np.dot(x.mul(np.array([1, 2, 1, 2])), w);
        const loss = np.mean(scaled.sub(yTrue).square());
        return [loss, { loss }, states.update({ netParams: w })];
      }
    }
    const make = (): Model => new Weighted({ optimizer: optimizers.sgd(0.01) });
    const expected = await fit(make(), 3);
    const model = make();
    const first = await fit(model, 1);
    await model.to(b);
    setBackend(b);
    close([...first, ...(await fit(model, 3, 1))], expected);
  });
});

describe("two backends in one step", () => {
  it.each([
    ["reference", reference, "reference"],
    ["a second cpu", cpu, "another cpu"],
  ] as const)("are an error that names both, and no states are lost: %s", async (_, make, name) => {
    const model = classifier();
    const expected = await fit(classifier(), 3);
    const first = await fit(model, 1);
    setBackend(make());
    const mixed = fit(model, 2, 1);
    await expect(mixed).rejects.toThrow(BackendMismatchError);
    await expect(mixed).rejects.toThrow(
      `fit: the states of the model live on another backend than its batches. Expected both on the one that is set; received \`metricsStates.losses.loss.count\` on cpu, and batches on ${name}. Move them: await model.to(getBackend()).`,
    );
    await expect(model.evaluate({ ...data, verbose: 0 })).rejects.toThrow(BackendMismatchError);
    const predicted = model.predict({ x: data.x, verbose: 0 });
    await expect(predicted).rejects.toThrow(BackendMismatchError);
    await expect(predicted).rejects.toThrow(
      "predict: the states of the model live on another backend than its batches",
    );
    setBackend(a);
    expect((await model.predict({ x: data.x, verbose: 0 })).shape).toEqual([22, 3]);
    close([...first, ...(await fit(model, 3, 1))], expected);
  });
});

describe("states.to", () => {
  it("moves every field, and leaves what is no tensor", async () => {
    const states = new States({ rng: random.key(0), netParams: { w: np.ones([2]) }, count: 3, none: null });
    const moved = await states.to(b);
    setBackend(b);
    expect(moved.fields()).toEqual(states.fields());
    expect(moved.count).toBe(3);
    expect(await moved.netParams.w.add(np.ones([2])).array()).toEqual([2, 2]);
    const [key] = moved.nextKey();
    setBackend(a);
    expect(await key.array()).toEqual(await states.nextKey()[0].array());
  });
});
