import { losses, Model, np, optimizers, random, setBackend } from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import { nets } from "../index.ts";
import { spread } from "../layers/spread.test-support.ts";
import { expectFigure } from "./figures.test-support.ts";
import figures from "./resnet.test-support.json" with { type: "json" };

// Logits, the mean crossentropy and products of its gradients with cos(i) and sin(i), of layers of Flax 0.12.8 on JAX
// 0.10.2 put together to the same network, float64: in float32, Flax takes variances from mean squares, with fewer digits.

describe.each([
  ["reference", reference, figures.cases.slice(0, 1)],
  ["cpu", () => cpu(), figures.cases],
] as const)("on %s", (_, backend, cases) => {
  beforeEach(() => setBackend(backend()));

  it.each(cases)("$block blocks, for small images: $lowres", async (figure) => {
    const { stages, block, lowres, size } = figure;
    const net = nets.ResNet(stages, block as nets.ResNetBlock, { lowres, width: 4, classes: 3 });
    await expectFigure(net, spread([2, size, size, 3], 3), np.array([2, 0]), figure);
  });
});

it("ResNet18 learns images of 32×32", async () => {
  setBackend(cpu());
  const model = new Model({
    module: nets.ResNet18({ lowres: true, classes: 4, width: 4 }),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.01),
  });
  const x = random.normal(random.key(1), [4, 32, 32, 3]);
  const { history } = await model.fit({ x, y: np.arange(4), epochs: 8, batchSize: 4, verbose: 0 });
  expect(history["loss"]!.at(-1)!).toBeLessThan(0.6 * history["loss"]![0]!);
});

it.each<[string, () => unknown, string]>([
  [
    "blocks",
    () => nets.ResNet([1], "wide" as "basic"),
    "ResNet: there is no such block. Expected basic or bottleneck; received wide.",
  ],
  [
    "stages",
    () => nets.ResNet([1, 0], "basic"),
    "ResNet: `stages[1]` is out of range. Expected a whole number ≥ 1; received 0.",
  ],
  ["classes", () => nets.ResNet18({ classes: 0 }), "ResNet: `classes` is out of range."],
  [
    "inputs without channels",
    () => nets.ResNet18().init({ rng: random.key(0), args: [np.ones([1, 8, 8])] }),
    "ResNet: the input has too few axes. Expected f32[batch, height, width, channels]; received f32[1,8,8].",
  ],
])("refuses %s", (_, run, message) => {
  setBackend(cpu());
  expect(run).toThrow(message);
});
