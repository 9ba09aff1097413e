import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  losses,
  Model,
  np,
  optimizers,
  outputStates,
  setBackend,
  type Tensor,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

const module = (x: Tensor, { initializing, params }: FunctionContext): unknown => {
  const w: Tensor = initializing ? np.ones([]) : params;
  return outputStates({ preds: x.mul(w), params: w });
};
const modelOf = (loss: losses.LossStructure): Model =>
  new Model({ module, loss, optimizer: optimizers.sgd(0.01) });

// Errors 1, 2 and 3; squared 1, 4 and 9.
const data = { x: [[1], [2], [3]], y: [[2], [4], [6]] };
const sampleWeight = [1, 0, 2];

// A loss of one's own that did not list `sample_weight` was not weighted, without a word (weakness 2).
describe("weakness 2: weights of samples reach losses of one's own", () => {
  it.each<[string, losses.LossStructure]>([
    ["by the values of each sample", ({ yTrue, yPred }: losses.LossInputs) => yTrue.sub(yPred).square()],
    [
      "by their name",
      ({ yTrue, yPred, sampleWeight: weights }: losses.LossInputs) =>
        yTrue
          .sub(yPred)
          .square()
          .reshape([-1])
          .mul(weights ?? 1)
          .mean(),
    ],
    ["in a loss of the library", new losses.MeanSquaredError()],
  ])("%s", async (_, loss) => {
    const model = modelOf(loss);
    expect((await model.evaluate({ ...data, sampleWeight }))["loss"]).toBeCloseTo((1 + 18) / 3, 5);
    // d/dw of the mean of s·(y - w·x)² = mean(-2·s·x·(y - w·x)) = -2·(1 + 18)/3.
    await model.trainOnBatch({ ...data, sampleWeight });
    expect(await model.states.netParams.item()).toBeCloseTo(1 + (0.01 * 2 * 19) / 3, 5);
  });

  it("or are an error", async () => {
    const model = modelOf(({ yTrue, yPred }: losses.LossInputs) => yTrue.sub(yPred).square().mean());
    await expect(model.evaluate({ ...data, sampleWeight })).rejects.toThrow(
      "`sampleWeight` would be ignored",
    );
  });
});

// A loss that was not reduced could not be trained with (weakness 8).
it("weakness 8: a loss with reduction none trains by its mean", async () => {
  const [none, mean] = (["none", "sumOverBatchSize"] as const).map((reduction) =>
    modelOf(new losses.MeanSquaredError({ reduction })),
  );
  for (const model of [none, mean]) await model?.fit({ ...data, epochs: 3, shuffle: false, verbose: 0 });
  expect(await none?.states.netParams.item()).toBe(await mean?.states.netParams.item());
  expect(await none?.evaluate(data)).toEqual(await mean?.evaluate(data));
});
