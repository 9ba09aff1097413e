import {
  formatSummary,
  losses,
  metrics,
  Model,
  nn,
  np,
  optimizers,
  random,
  setBackend,
  type Tensor,
} from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import { BatchNormalization, Dropout, layer, Linear } from "../index.ts";

beforeAll(() => setBackend(cpu()));

const classifier = () =>
  layer(
    "Classifier",
    { hidden: Linear(8), norm: BatchNormalization({ decayRate: 0.9 }), drop: Dropout(0.1), out: Linear(3) },
    ({ hidden, norm, drop, out }, x: Tensor) => out(drop(nn.relu(norm(hidden(x))))),
  );

const model = (): Model =>
  new Model({
    module: classifier(),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
  });

const data = () => {
  const x = random.normal(random.key(7), [60, 4]);
  return { x, y: np.argmax(x.at(":", "0:3").get(), { axis: -1 }) };
};

it("learns, compiled and eager alike, and keeps running statistics", async () => {
  const one = model();
  const history = await one.fit({ ...data(), epochs: 15, batchSize: 20, verbose: 0 });
  const { loss } = history.history;
  expect(loss!.at(-1)!).toBeLessThan(0.6 * loss![0]!);
  expect(await one.states.netStates.norm.mean.counter.item()).toBe(45);
  const eager = model();
  eager.runEagerly = true;
  const slow = await eager.fit({ ...data(), epochs: 2, batchSize: 20, verbose: 0 });
  slow.history["loss"]!.forEach((value, epoch) => expect(value).toBeCloseTo(loss![epoch]!, 4));
});

it("is described layer by layer", async () => {
  const rows = await model().summary({ x: np.zeros([2, 4]), print: false });
  expect(
    rows.map(({ name, type, shape, trainable, other }) => [name, type, shape, trainable.count, other.count]),
  ).toEqual([
    ["Inputs", undefined, "f32[2,4]", 0, 0],
    ["hidden", "Linear", "f32[2,8]", 40, 0],
    ["norm.mean", "ExponentialMovingAverage", "f32[8]", 0, 17],
    ["norm.variance", "ExponentialMovingAverage", "f32[8]", 0, 17],
    ["norm", "BatchNormalization", "f32[2,8]", 16, 0],
    ["drop", "Dropout", "f32[2,8]", 0, 0],
    ["out", "Linear", "f32[2,3]", 27, 0],
    ["*", "Classifier", "f32[2,3]", 0, 0],
    ["Total", undefined, "", 83, 34],
  ]);
  expect(formatSummary(rows, "Model")).toContain("BatchNormalization");
});
