import {
  evalShape,
  jit,
  losses,
  Model,
  np,
  optimizers,
  random,
  setBackend,
  type Tensor,
  tree,
} from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { expect, it } from "vitest";
import { type Layer, nets } from "../index.ts";

setBackend(cpu());

const rng = random.key(0);

/** How many numbers a network learns, by shapes alone. */
function parameterCount(net: Layer<[x: Tensor], Tensor>, x: Tensor): number {
  const { params } = evalShape((input: Tensor) => ({ params: net.init({ rng, args: [input] }).params }), x);
  return (tree.leaves(params) as Tensor[]).reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
}

// Those of torchvision's models.
it.each([
  ["ResNet18", nets.ResNet18(), 11_689_512],
  ["ResNet34", nets.ResNet34(), 21_797_672],
  ["ResNet50", nets.ResNet50(), 25_557_032],
] as const)("%s has as many parameters as elsewhere", (_, net, count) => {
  expect(parameterCount(net, np.zeros([1, 64, 64, 3]))).toBe(count);
});

it("MLP 784-256-128-10", () => {
  expect(parameterCount(nets.MLP([256, 128, 10]), np.zeros([1, 28, 28]))).toBe(235_146);
});

it("GPT attends to the past alone", async () => {
  const gpt = nets.GPT({ vocabSize: 7, maxLength: 6, width: 8, numHeads: 2 });
  const ids = np.array([[1, 2, 3, 4, 5]]);
  const { params, states } = gpt.init({ rng, args: [ids] });
  const logits = jit((x: Tensor) => gpt.apply({ rng, args: [x], params, states, training: false }).preds);
  const [one, other] = [logits(ids), logits(np.array([[1, 2, 3, 6, 0]]))];
  const past = (x: Tensor): Tensor => x.at(0, "0:3").get();
  expect(await past(one).array()).toEqual(await past(other).array());
  expect(await one.at(0, 3).get().array()).not.toEqual(await other.at(0, 3).get().array());
});

it("a small ResNet learns", async () => {
  const model = new Model({
    module: nets.ResNet([1, 1], "basic", { lowres: true, classes: 4 }),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.003),
  });
  const x = random.normal(random.key(1), [4, 8, 8, 3]);
  const { history } = await model.fit({ x, y: np.arange(4), epochs: 8, batchSize: 4, verbose: 0 });
  expect(history["loss"]!.at(-1)!).toBeLessThan(0.6 * history["loss"]![0]!);
});
