import { jit, nn, np, random, type Tensor, tree, valueAndGrad } from "@elegy/autodiff";
import { expect } from "vitest";
import type { Layer } from "../index.ts";
import { expectClose } from "../layers/close.test-support.ts";
import { spread } from "../layers/spread.test-support.ts";

/** What a network gives with weights that are numbered in the order of their names, and labels. */
export interface NetworkFigure {
  readonly logits: readonly number[];
  /** The mean crossentropy. */
  readonly loss: number;
  /** Of each parameter: the whole gradient, or its products with cos(i) and sin(i). */
  readonly gradients: readonly (readonly (string | readonly number[])[])[];
}

type Network = Layer<[x: Tensor], Tensor>;

const rng = (): Tensor => random.key(0);

/** The weights that a figure was computed with. */
export function figureWeights(net: Network, x: Tensor, { gradients }: NetworkFigure): object {
  const { params } = jit((input: Tensor) => ({ params: net.init({ rng: rng(), args: [input] }).params }))(x);
  const names = gradients.map(([name]) => name);
  expect(new Set(tree.leavesWithPath(params).map(([path]) => path))).toEqual(new Set(names));
  const weight = (path: string, { shape }: Tensor): Tensor => {
    const values = spread(shape, names.indexOf(path));
    return path.endsWith("scale") ? values.add(1) : values;
  };
  return tree.mapWithPath(weight, params as object);
}

/** Trains for one step without moving, and compares. */
export async function expectFigure(
  net: Network,
  x: Tensor,
  labels: Tensor,
  figure: NetworkFigure,
): Promise<void> {
  const { states } = jit((input: Tensor) => ({ states: net.init({ rng: rng(), args: [input] }).states }))(x);
  const lossOf = (params: object): readonly [Tensor, Tensor] => {
    const { preds } = net.apply({ rng: rng(), args: [x], params, states, training: true });
    const likelihoods = nn
      .logSoftmax(preds)
      .mul(nn.oneHot(labels, preds.shape.at(-1)!))
      .sum({ axis: -1 });
    return [likelihoods.mean().neg(), preds];
  };
  const step = jit(valueAndGrad(lossOf, { hasAux: true }));
  const [[loss, logits], gradients] = step(figureWeights(net, x, figure));
  expectClose(await logits.data(), figure.logits);
  expectClose(await loss.data(), [figure.loss]);
  const found = new Map(tree.leavesWithPath(gradients));
  for (const [name, expected] of figure.gradients as readonly [string, readonly number[]][]) {
    const gradient = (found.get(name) as Tensor).ravel();
    const i = np.arange(gradient.size).astype("float32");
    const products = (): Tensor => np.stack([gradient.mul(np.cos(i)).sum(), gradient.mul(np.sin(i)).sum()]);
    expectClose(await (gradient.size === expected.length ? gradient : products()).data(), expected);
  }
}
