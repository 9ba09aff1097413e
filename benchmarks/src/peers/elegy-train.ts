import { jit, nn, np, optimizers, random, type Tensor, valueAndGrad } from "@elegy/core";
import {
  Conv2D,
  Flatten,
  type Layer,
  Linear,
  LSTM,
  nets,
  Sequential,
  type Stage,
  TransformerEncoder,
} from "@elegy/nn";
import type { LayerSpec, TrainCase } from "../cases/benchmark-case.ts";
import { trainingBatch } from "../data/case-data.ts";
import { tensor } from "./elegy-tensor.ts";
import type { TrainWork } from "./peer-runner.ts";

/** Training on the backend that is set: one compiled program for a step, its state donated. */
export function train(benchmark: TrainCase): TrainWork {
  const [x, y] = trainingBatch(benchmark).map(tensor) as [Tensor, Tensor];
  const net = Sequential(...benchmark.layers.map(stage));
  const optimizer = optimizers.adam(1e-3);
  const begin = jit((rng: Tensor, input: Tensor) => {
    const { params, states } = net.init({ rng, args: [input] });
    return [params, states, optimizer.init(params)] as const;
  });
  const advance = jit(
    ([params, states, moments]: ReturnType<typeof begin>, input: Tensor, yTrue: Tensor) => {
      const lossOf = (params: unknown): readonly [Tensor, unknown] => {
        const out = net.apply({ params, states, rng: random.key(0), training: true, args: [input] });
        const labels = nn.oneHot(yTrue, 10);
        const loss = np.mean(np.sum(labels.mul(nn.logSoftmax(out.preds)), { axis: -1 }).neg());
        return [loss, out.states];
      };
      const [[value, nextStates], grads] = valueAndGrad(lossOf, { hasAux: true })(params);
      const [updates, nextMoments] = optimizer.update(grads, moments, params);
      return [value, [optimizers.applyUpdates(params, updates), nextStates, nextMoments]] as const;
    },
    { donate: [0] },
  );
  let state = begin(random.key(0), x);
  let last = Number.NaN;
  const turn = (): Tensor => {
    const [value, next] = advance(state, x, y);
    state = next;
    return value;
  };
  const row = async (count: number): Promise<void> => {
    for (let i = 1; i < count; i++) turn().dispose();
    using value = turn();
    last = await value.item();
  };
  return { row, step: () => row(1), value: () => Promise.resolve(last) };
}

function stage(spec: LayerSpec): Stage {
  switch (spec.kind) {
    case "flatten":
      return Flatten();
    case "meanOverTime":
      return (x) => np.mean(x, { axis: 1 });
    case "dense":
      return spec.relu ? followedByRelu(Linear(spec.units)) : Linear(spec.units);
    case "conv":
      return followedByRelu(Conv2D(spec.channels, 3, { stride: spec.stride }));
    case "lstm":
      return LSTM(spec.units);
    case "transformer":
      return TransformerEncoder(spec.layers, { numHeads: spec.heads, dropout: 0 });
    case "resnet18":
      return nets.ResNet18({ lowres: true, classes: spec.classes });
  }
}

function followedByRelu(layer: Layer<[x: Tensor], Tensor>): Stage {
  return Sequential(layer, nn.relu);
}
