import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type DataTree,
  type FunctionContext,
  losses,
  Model,
  type ModuleFunction,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";
import { countingBackend } from "../model/counting-backend.test-support.ts";

beforeAll(() => setBackend(cpu()));

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const flat = rows.flat();

/** The sum of a tree of inputs times one parameter. */
const weighted =
  (sum: (...inputs: never[]) => Tensor): ModuleFunction =>
  (...args: unknown[]) => {
    const { initializing, params } = args.at(-1) as FunctionContext;
    const w: Tensor = initializing ? np.ones([]) : params;
    const total = (sum as (...inputs: unknown[]) => Tensor)(...args.slice(0, -1));
    return outputStates({ preds: total.mul(w), params: w });
  };

describe("one array may be", () => {
  it.each<[string, () => DataTree, string]>([
    ["nested whole numbers", () => rows, "int32"],
    ["nested numbers", () => rows.map((row) => row.map((value) => value + 0.5)), "float32"],
    ["nested truth values", () => rows.map(() => [true, false]), "bool"],
    ["a float32 tensor", () => np.array(Float32Array.from(flat), { shape: [3, 2] }), "float32"],
    ["a uint8 tensor", () => np.array(Uint8Array.from(flat), { shape: [3, 2] }), "uint8"],
    ["a Float32Array", () => Float32Array.of(1, 2, 3), "float32"],
    ["an Int32Array", () => Int32Array.of(1, 2, 3), "int32"],
    ["a Uint8Array", () => Uint8Array.of(1, 2, 3), "uint8"],
  ])("%s", async (_, make, dtype) => {
    const seen = new Set<string>();
    class Seeing extends Model {
      override testStep({ x, states }: StepInputs): TestStep {
        seen.add(x.dtype);
        const loss = x.astype("float32").mean();
        return [loss, { loss }, states];
      }
    }
    const data = make();
    const { loss } = await new Seeing().evaluate({ x: data, batchSize: 2 });
    expect([...seen]).toEqual([dtype]);
    const direct = await np
      .array(data as Tensor)
      .astype("float32")
      .mean()
      .item();
    expect(loss).toBeCloseTo(direct, 5);
  });
});

describe("a tree of inputs reaches the module", () => {
  const a = Float32Array.of(1, 2, 3);
  const b = [[10], [20], [30]];
  const y = [11, 22, 33];
  const column = (x: Tensor): Tensor => x.reshape([-1]);

  it.each<[string, DataTree, ModuleFunction]>([
    ["a list as arguments", [a, b], weighted((first: Tensor, second: Tensor) => first.add(column(second)))],
    [
      "an object as one argument",
      { a, b },
      weighted(({ a: first, b: second }: Record<"a" | "b", Tensor>) => first.add(column(second))),
    ],
    [
      "an object in a list",
      [{ a }, b],
      weighted(({ a: first }: Record<"a", Tensor>, second: Tensor) => first.add(column(second))),
    ],
  ])("%s", async (_, x, module) => {
    const model = new Model({ module, loss: new losses.MeanSquaredError(), optimizer: optimizers.sgd(1e-4) });
    const { history } = await model.fit({ x, y, batchSize: 2, verbose: 0 });
    expect(history["loss"]).toEqual([0]);
    expect(await (await model.predict({ x, batchSize: 2 })).array()).toEqual(y);
    expect(await model.evaluate({ x, y })).toMatchObject({ loss: 0 });
  });
});

it("a tree of targets reaches the losses that name a part", async () => {
  const model = new Model({
    module: (x: Tensor) => ({ a: x, b: x.mul(2) }),
    loss: [new losses.MeanSquaredError({ on: "a" }), new losses.MeanSquaredError({ on: "b" })],
  });
  await model.init({ x: [1, 2, 3] });
  const logs = await model.evaluate({ x: [1, 2, 3], y: { a: [1, 2, 3], b: [3, 5, 7] }, batchSize: 2 });
  expect(logs).toEqual({ loss: 1, mean_squared_error_loss: 0, mean_squared_error_1_loss: 1 });
});

it("inputs alone are enough where no loss asks for more", async () => {
  const model = new Model({
    module: weighted((x: Tensor) => x),
    loss: ({ yPred }: { yPred: Tensor }) => np.square(yPred).mean({ axis: -1 }),
    optimizer: optimizers.sgd(0.01),
  });
  const { history } = await model.fit({ x: rows, epochs: 3, verbose: 0 });
  expect(history["loss"]?.[2]).toBeLessThan(history["loss"]?.[0] ?? 0);
});

it("targets alone are enough for a model without inputs", async () => {
  class Constant extends Model {
    override testStep({ yTrue, states, initializing }: StepInputs): TestStep {
      const c: Tensor = initializing ? np.zeros([]) : states.netParams;
      return [np.square(yTrue.sub(c)).mean(), {}, states.update({ netParams: c })];
    }
  }
  const model = new Constant({ optimizer: optimizers.sgd(0.5) });
  await model.fit({ y: [1, 2, 3], epochs: 1, verbose: 0 });
  expect(await model.states.netParams.item()).toBe(2);
});

it("data stay as they are, and the caller's", async () => {
  const x = np.array(Float32Array.from(flat), { shape: [3, 2] });
  const nested = rows.map((row) => [...row]);
  const y = Float32Array.of(3, 7, 11);
  const model = new Model({
    module: weighted((inputs: Tensor) => inputs.sum({ axis: -1 })),
    loss: new losses.MeanSquaredError(),
    optimizer: optimizers.sgd(0.01),
  });
  for (const inputs of [x, nested]) {
    await model.fit({ x: inputs, y, batchSize: 2, epochs: 3, verbose: 0, validationData: [inputs, y] });
    await model.evaluate({ x: inputs, y });
    await model.predict({ x: inputs });
  }
  expect(await x.array()).toEqual(rows);
  expect(nested).toEqual(rows);
  expect([...y]).toEqual([3, 7, 11]);
});

describe("reading values from the device", () => {
  it("happens once an epoch, not at every step", async () => {
    const backend = countingBackend(cpu());
    setBackend(backend);
    const model = new Model({
      module: weighted((inputs: Tensor) => inputs.sum({ axis: -1 })),
      loss: new losses.MeanSquaredError(),
      optimizer: optimizers.sgd(0.001),
    });
    const atSteps: number[] = [];
    const atEpochs: number[] = [];
    await model.fit({
      x: rows,
      y: [3, 7, 11],
      batchSize: 1,
      epochs: 3,
      verbose: 0,
      callbacks: [
        {
          onTrainBatchEnd: () => void atSteps.push(backend.downloads()),
          onEpochEnd: () => void atEpochs.push(backend.downloads()),
        },
      ],
    });
    // Three running values, `loss`, the loss by its name and `lr`, for each of three epochs.
    const [start = 0] = atSteps;
    expect(atSteps).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6].map((count) => start + count));
    expect(atEpochs).toEqual([3, 6, 9].map((count) => start + count));
    setBackend(cpu());
  });
});
