import { evalShape, np, random, setBackend, type Tensor, tree } from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { expect, it } from "vitest";
import { type Layer, nets } from "../index.ts";

setBackend(cpu());

type Network = Layer<[x: Tensor], Tensor>;

/** How many numbers a network learns, by shapes alone. */
function parameterCount(net: Network, x: Tensor): number {
  const { params } = evalShape(
    (input: Tensor) => ({ params: net.init({ rng: random.key(0), args: [input] }).params }),
    x,
  );
  return (tree.leaves(params) as Tensor[]).reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
}

const image = np.zeros([1, 64, 64, 3]);
const ids = np.zeros([1, 8], { dtype: "int32" });
const sizes = { vocabSize: 65, maxLength: 32, width: 24, depth: 3 };
/** Four products and two of the feed-forward part, with biases, and two norms. */
const layerOfGPT = 12 * 24 ** 2 + 13 * 24;
const untied = 65 * 24;

it.each<[string, Network, Tensor, number]>([
  // Those of torchvision's models.
  ["ResNet18", nets.ResNet18(), image, 11_689_512],
  ["ResNet34", nets.ResNet34(), image, 21_797_672],
  ["ResNet50", nets.ResNet50(), image, 25_557_032],
  ["ResNet101", nets.ResNet101(), image, 44_549_160],
  ["ResNet152", nets.ResNet152(), image, 60_192_808],
  ["MLP 784-256-128-10", nets.MLP([256, 128, 10]), np.zeros([1, 28, 28]), 235_146],
  ["GPT", nets.GPT(sizes), ids, (65 + 32) * 24 + 3 * layerOfGPT + 2 * 24],
  [
    "GPT, untied",
    nets.GPT({ ...sizes, tieWeights: false }),
    ids,
    (65 + 32) * 24 + 3 * layerOfGPT + 2 * 24 + untied,
  ],
  ["GPT, rotary", nets.GPT({ ...sizes, positions: "rotary" }), ids, 65 * 24 + 3 * layerOfGPT + 2 * 24],
  // GPT-2 of OpenAI.
  [
    "GPT-2",
    nets.GPT({ vocabSize: 50_257, maxLength: 1024, width: 768, depth: 12, numHeads: 12 }),
    ids,
    124_439_808,
  ],
])("%s has as many parameters as elsewhere", (_, net, x, count) => {
  expect(parameterCount(net, x)).toBe(count);
});

it.each<[string, (options: object) => unknown]>([
  ["MLP", (options) => nets.MLP([3], options)],
  ["GPT", (options) => nets.GPT({ vocabSize: 3, maxLength: 4, ...options })],
  ["ResNet", (options) => nets.ResNet18(options)],
])("%s refuses an option that it does not have", (name, make) => {
  expect(() => make({ useBais: true })).toThrow(`${name}: there is no option \`useBais\`. Expected `);
});

it("MLP refuses to be nothing", () => {
  expect(() => nets.MLP([])).toThrow(
    "MLP: `sizes.length` is out of range. Expected a whole number ≥ 1; received 0.",
  );
});
