import { cpu } from "@elegy/backend-cpu";
import { isTensor, np, random, setBackend, type Tensor, tree } from "@elegy/core";
import { LayerNormalization, LSTM, TransformerEncoder } from "@elegy/nn";
import { expect, test } from "vitest";
import { elegyAlgebra } from "./elegy-algebra.ts";
import { layerNorm, runNet } from "./nets.ts";

setBackend(cpu());

const x = random.uniform(random.key(0), [2, 3, 4], { minval: -1 });

/** Runs layers of `runNet` with parameters of ones, and counts them. */
function withOnes(layer: Parameters<typeof runNet>[1][number]): { preds: Tensor; count: number } {
  let count = 0;
  const ones = (_: string, shape: readonly number[], constant = 1): Tensor => {
    count += shape.reduce((product, size) => product * size, 1);
    return np.full(shape, constant);
  };
  return { preds: runNet(elegyAlgebra, [layer], ones, x), count };
}

test("layer normalization is that of the layer", async () => {
  const { preds } = LayerNormalization({ eps: 1e-5 }).init({ rng: random.key(0), args: [x] });
  const own = layerNorm(elegyAlgebra, x, np.ones([4]), np.zeros([4]));
  expect(await np.allclose(own, preds, { atol: 1e-5 }).item()).toBe(1);
});

test("an LSTM is that of the layer, but for the bias of the forget gate", async () => {
  const ones = (_: Tensor, shape: readonly number[]): Tensor => np.ones(shape);
  const lstm = LSTM(5, { wInit: ones, recurrentInit: ones, unitForgetBias: false });
  const { preds } = lstm.init({ rng: random.key(0), args: [x] });
  const own = withOnes({ kind: "lstm", units: 5 });
  expect(await np.allclose(own.preds, preds, { atol: 1e-5 }).item()).toBe(1);
});

test("a transformer has the parameters of the layer", () => {
  const { params, preds } = TransformerEncoder(2, { numHeads: 2 }).init({ rng: random.key(0), args: [x] });
  const own = withOnes({ kind: "transformer", layers: 2, heads: 2 });
  expect(own.preds.shape).toEqual(preds.shape);
  expect(own.count).toBe(
    tree.leaves(params).reduce((sum: number, leaf) => sum + (isTensor(leaf) ? leaf.size : 0), 0),
  );
});
