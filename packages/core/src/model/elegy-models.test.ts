import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  hooks,
  type InitInputs,
  losses,
  metrics,
  Model,
  np,
  optimizers,
  outputStates,
  type PredInputs,
  type PredStep,
  setBackend,
  States,
  type StepInputs,
  type Tensor,
  type TestStep,
  type TrainStep,
} from "../index.ts";
import { dense, threeClasses } from "./dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

// The model tests of the Python library (0.7.4), with its figures.

describe("model_test", () => {
  it("losses of one name stand side by side, and hooks add to them", async () => {
    const loss_fn = (): Tensor => np.full([], 3, { dtype: "float32" });
    const model = new Model({
      module(x: Tensor) {
        hooks.addLoss("d", 1);
        return x;
      },
      loss: { a: { b: [loss_fn, loss_fn], c: loss_fn } },
    });
    expect(await model.evaluate({ x: [1, 2], y: [1, 2] })).toEqual({
      loss: 10,
      "a/b/loss_fn": 3,
      "a/b/loss_fn_1": 3,
      "a/c/loss_fn": 3,
      d_loss: 1,
    });
  });

  it("losses and metrics in objects are called after their keys", async () => {
    const mae = ({ yTrue, yPred }: losses.LossInputs): Tensor => np.abs(yTrue.sub(yPred));
    const model = new Model({
      module: (x: Tensor) => x,
      loss: { a: new losses.MeanSquaredError({ name: "mse" }) },
      metrics: { b: mae },
    });
    const logs = await model.evaluate({ x: [1, 2], y: [2, 5] });
    expect(logs).toEqual({ loss: 5, "a/mse_loss": 5, "b/mae": 2 });
  });

  // Its issue 109.
  it("the accuracy of evaluate is that of the predictions", async () => {
    const { x, y } = threeClasses(31);
    const model = new Model({
      module: dense(3),
      loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
      optimizer: optimizers.sgd(0.05),
    });
    await model.fit({ x, y, epochs: 1, batchSize: 8, verbose: 0 });
    const { accuracy } = await model.evaluate({ x, y, batchSize: 8 });
    const labels = await np.argmax(await model.predict({ x }), { axis: -1 }).data();
    const right = y.filter((label, i) => label === labels[i]).length;
    expect(accuracy).toBeCloseTo(right / y.length, 6);
  });
});

describe("model_base_test", () => {
  const x = Array.from({ length: 100 }, (_, i) => [i]);

  it("evaluate sees every batch: a log of a step is averaged over all of them", async () => {
    class Sums extends Model {
      override testStep({ x: batch, states }: StepInputs): TestStep {
        const loss = batch.astype("float32").sum();
        return [loss, { loss }, states];
      }
    }
    // The Python library returned the sum of the last batch alone: 3,725.
    const whole = await new Sums().evaluate({ x, batchSize: 50 });
    expect(whole["loss"]).toBe((1225 + 3725) / 2);
  });

  it("fit counts its steps on", async () => {
    class Steps extends Model {
      override initStep({ states }: InitInputs): States {
        return states.update({ steps: np.zeros([], { dtype: "int32" }) });
      }
      override trainStep({ states }: StepInputs): TrainStep {
        return [{}, states.update({ steps: states.steps.add(1) })];
      }
    }
    const model = new Steps();
    await model.fit({ x, batchSize: 100, verbose: 0 });
    expect(await model.states.steps.item()).toBe(1);
    await model.fit({ x, batchSize: 50, verbose: 0 });
    expect(await model.states.steps.item()).toBe(3);
  });

  it("init sees a batch of inputs and targets", async () => {
    const seen: unknown[] = [];
    class Shapes extends Model {
      override initStep({ x: inputs, yTrue, states }: InitInputs): States {
        seen.push(inputs.shape, yTrue.shape);
        return states;
      }
    }
    await new Shapes().init({ x, y: np.zeros([100, 3]), batchSize: 2 });
    expect(seen).toEqual([
      [2, 1],
      [2, 3],
    ]);
  });
});

describe.each([false, true])("model_core_test (runEagerly: %s)", (runEagerly) => {
  it("each call runs its step once, on the states of the one before", async () => {
    const ran: string[] = [];
    const count = (name: string, states: States): States => {
      ran.push(name);
      return states.update({ count: states.count.add(1) });
    };
    class Counted extends Model {
      override statesStep(): States {
        return new States({ count: np.zeros([], { dtype: "int32" }) });
      }
      override initStep({ states }: InitInputs): States {
        return count("init", states);
      }
      override predStep({ x, states }: PredInputs): PredStep {
        return [x, count("pred", states)];
      }
      override testStep({ states }: StepInputs): TestStep {
        return [np.zeros([]), {}, count("test", states)];
      }
      override trainStep({ states }: StepInputs): TrainStep {
        return [{}, count("train", states)];
      }
    }
    const model = new Counted({ runEagerly });
    const x = [[1]];
    const calls = [
      () => model.initOnBatch({ x }),
      () => model.initOnBatch({ x }),
      () => model.predictOnBatch({ x }),
      () => model.testOnBatch({ x }),
      () => model.trainOnBatch({ x }),
    ];
    const counts: number[] = [];
    for (const call of calls) {
      await call();
      counts.push(await model.states.count.item());
    }
    expect(counts).toEqual([1, 1, 2, 3, 4]);
    expect(ran).toEqual(runEagerly ? ["init", "pred", "test", "train"] : expect.arrayContaining(["init"]));
    for (const call of calls.slice(2)) await call();
    expect(await model.states.count.item()).toBe(7);
    // Compiled steps are not traced again; eager ones run again.
    expect(ran.filter((name) => name === "train")).toHaveLength(runEagerly ? 2 : 1);
    model.reset();
    expect(await model.states.count.item()).toBe(1);
  });
});

describe("flags that a module sees", () => {
  it("are (training, initializing): T T, T F, F F, F F", async () => {
    const seen: string[] = [];
    const model = new Model({
      module(x: Tensor, { training, initializing, params }: FunctionContext) {
        seen.push(`${training} ${initializing}`);
        const w: Tensor = initializing ? np.ones([]) : params;
        return outputStates({ preds: x.mul(w), params: w });
      },
      loss: new losses.MeanSquaredError(),
      optimizer: optimizers.sgd(0.1),
      runEagerly: true,
    });
    const data = { x: [[1]], y: [[1]] };
    await model.init(data);
    await model.trainOnBatch(data);
    await model.testOnBatch(data);
    await model.predictOnBatch({ x: data.x });
    expect(seen).toEqual(["true true", "true false", "false false", "false false"]);
  });
});
