import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { losses, metrics, Model, type ModelOptions, np, setBackend, type Tensor } from "../index.ts";

beforeAll(() => setBackend(cpu()));

const module = (x: Tensor): Tensor => x;
const data = { x: [1, 2, 3, 4], y: [1, 2, 3, 8] };

async function logsOf(options: ModelOptions): Promise<object> {
  const model = new Model({ module, ...options });
  await model.init(data);
  return model.evaluate({ ...data, batchSize: 3 });
}

const three = (): Tensor => np.full([], 3, { dtype: "float32" });
const mse = new losses.MeanSquaredError({ name: "mse" });

describe("the logs of losses and metrics", () => {
  // As elegy's model_test, whose losses of one name overwrote each other.
  it.each<[string, ModelOptions, object]>([
    ["of one loss", { loss: mse }, { loss: 4, mse_loss: 4 }],
    [
      "of nested losses, added up",
      { loss: { a: { b: [three, three], c: three }, d: () => three().div(3) } },
      { loss: 10, "a/b/three_loss": 3, "a/b/three_1_loss": 3, "a/c/three_loss": 3, d_loss: 1 },
    ],
    [
      "of nested metrics",
      { loss: mse, metrics: { a: new metrics.Accuracy(), b: [new metrics.Accuracy({ name: "exact" })] } },
      { loss: 4, mse_loss: 4, "a/accuracy": 0.75, "b/exact": 0.75 },
    ],
    [
      "of a metric that is called as a loss is",
      {
        loss: mse,
        metrics: [new metrics.Accuracy({ name: "loss" }), new metrics.Accuracy({ name: "mse_loss" })],
      },
      { loss: 4, mse_loss: 4, loss_1: 0.75, mse_loss_1: 0.75 },
    ],
    [
      "of a function of one value per sample",
      { loss: mse, metrics: ({ yTrue, yPred }: { yTrue: Tensor; yPred: Tensor }) => yTrue.sub(yPred) },
      { loss: 4, mse_loss: 4, metrics: 1 },
    ],
  ])("%s", async (_, options, expected) => {
    expect(await logsOf(options)).toEqual(expected);
  });
});

it("a loss sees the inputs, the states and whether it is for training", async () => {
  const seen = new Set<string>();
  const loss = ({ x, states, training, initializing }: losses.LossInputs): Tensor => {
    seen.add(`${Object.keys(states as object).join()} ${training} ${initializing}`);
    return (x as Tensor).astype("float32").mean();
  };
  await logsOf({ loss });
  expect([...seen]).toEqual(["metricsStates,netParams,netStates,optimizerStates,rng false false"]);
});

it.each([[[]], [{}], [[null]]])("a structure without any loss is refused: %j", (loss) => {
  expect(() => new Model({ module, loss })).toThrow(/Model: `loss` holds no loss\. .* Leave `loss` out/);
});
