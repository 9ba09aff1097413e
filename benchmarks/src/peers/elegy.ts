import { cpu } from "@elegy/backend-cpu";
import { jit, nn, np, optimizers, random, setBackend, type Tensor, valueAndGrad } from "@elegy/core";
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
import type { LayerSpec, OperationCase, TrainCase } from "../cases/benchmark-case.ts";
import { type CaseArray, inputArray, trainingBatch } from "../data/case-data.ts";
import { agreed } from "./agreed-counts.ts";
import { elegyAlgebra } from "./elegy-algebra.ts";
import { dawn } from "./dawn.ts";
import type { PeerRunner, TrainWork, Work } from "./peer-runner.ts";

/** This project: layers of `@elegy/nn`, one compiled program for a step, its state donated. */
export function elegy(threads = 1): PeerRunner {
  setBackend(cpu({ threads }));
  return { version: "workspace", train, operation };
}

/** This project on WebGPU. */
export async function elegyWebgpu(): Promise<PeerRunner> {
  const device = await dawn();
  const { webgpu } = await import("@elegy/backend-webgpu");
  const backend = await webgpu({ powerPreference: "high-performance" });
  setBackend(backend);
  return {
    version: "workspace",
    device: { name: device.name, counts: () => agreed(device.counts(), backend.statistics()) },
    train,
    operation,
  };
}

function train(benchmark: TrainCase): TrainWork {
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

function operation(benchmark: OperationCase): Work {
  const inputs = benchmark.inputs.map((spec, seed) => tensor(inputArray(spec, seed)));
  const compute = jit((...tensors: Tensor[]) => benchmark.compute(elegyAlgebra, tensors));
  let last: Tensor | null = null;
  return {
    // The CPU backend has finished when the program returns.
    step() {
      last?.dispose();
      last = compute(...inputs);
    },
    value: () => np.mean(np.abs(last!)).item(),
  };
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

function tensor({ shape, data }: CaseArray): Tensor {
  return np.array(data, { shape });
}
