import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  type losses,
  Model,
  type ModelOptions,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  type TrainStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

/** The mean of all it was given: a transformation as simple as can be. */
const plainMean: optimizers.GradientTransformation<{ sum: Tensor; count: Tensor }> = {
  init: () => ({ sum: np.zeros([]), count: np.zeros([]) }),
  update(updates, { sum, count }) {
    const next = { sum: sum.add(updates as Tensor), count: count.add(1) };
    return [next.sum.div(next.count) as typeof updates, next];
  },
};

/** `y = w`, whose loss has the slope 1: each step of `sgd(1)` takes 1 from `w`. */
const parts = {
  module(x: Tensor, { initializing, params }: FunctionContext): unknown {
    const w: Tensor = initializing ? np.full([], 10, { dtype: "float32" }) : params;
    return outputStates({ preds: x.mul(0).add(w), params: w });
  },
  loss: ({ yPred }: losses.LossInputs): Tensor => yPred.mean(),
  optimizer: optimizers.sgd(1),
};
const modelOf = (options: ModelOptions = {}): Model =>
  new Model({ ...parts, averageParams: plainMean, ...options });

const data = { x: [1, 2], y: [0, 0] };

describe.each([false, true])("averages of the parameters (runEagerly: %s)", (runEagerly) => {
  it("are what evaluate and predict use, and training does not", async () => {
    const model = modelOf({ runEagerly });
    await model.init(data);
    expect(await (await model.predict({ x: data.x })).array()).toEqual([10, 10]);
    const { history } = await model.fit({ ...data, epochs: 3, verbose: 0, validationData: [data.x, data.y] });
    // w: 10, 9, 8 before each step, and 9, 8, 7 after.
    expect(history["loss"]).toEqual([10, 9, 8]);
    expect(history["val_loss"]).toEqual([9, 8.5, 8]);
    expect(await (await model.predict({ x: data.x })).array()).toEqual([8, 8]);
    expect(await (await model.predictOnBatch({ x: data.x })).array()).toEqual([8, 8]);
    expect(await model.states.netParams.item()).toBe(7);
    expect(await model.states.averages.params.item()).toBe(8);
    model.reset();
    expect(await (await model.predict({ x: data.x })).array()).toEqual([10, 10]);
  });

  it("begin with parameters that the user gives", async () => {
    const states = { netParams: np.full([], 5, { dtype: "float32" }) };
    const given = modelOf({ states, runEagerly });
    await given.init(data);
    expect(await (await given.predict({ x: data.x })).array()).toEqual([5, 5]);
    const initialized = modelOf({ states, initialized: true, runEagerly });
    expect((await initialized.evaluate(data))["loss"]).toBe(5);
    await initialized.fit({ ...data, epochs: 2, verbose: 0 });
    expect((await initialized.evaluate(data))["loss"]).toBe(3.5);
  });
});

it("a trainStep of one's own that forgets them is an error", async () => {
  class Forgetful extends Model {
    override trainStep(inputs: StepInputs): TrainStep {
      if (inputs.initializing) return super.trainStep(inputs);
      const [, logs, states] = this.gradStep(inputs);
      return [logs, states];
    }
  }
  const { module, loss, optimizer } = parts;
  const model = new Forgetful({ module, loss, optimizer, averageParams: plainMean });
  await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(
    "trainStep: the averages of the parameters do not follow them.",
  );
  await expect(
    new Forgetful({ module, loss, optimizer }).fit({ ...data, verbose: 0 }),
  ).resolves.toBeDefined();
});
