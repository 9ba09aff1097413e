import { cpu } from "@elegy/backend-cpu";
import {
  losses,
  Model,
  type ModelOptions,
  nn,
  np,
  optimizers,
  random,
  setBackend,
  type Tensor,
} from "@elegy/core";
import {
  Conv2D,
  Embedding,
  Flatten,
  layer,
  Linear,
  MaxPool,
  nets,
  Sequential,
  TransformerEncoder,
} from "@elegy/nn";
import { describe, expect, it } from "vitest";
import { cuda } from "./cuda.ts";
import { tensorflowBinding, tensorflowModule } from "./testing/tensorflow-module.test-support.ts";

const STEPS = 50;
const open = () => cuda({ binding: tensorflowModule(), allowCpu: true });

interface Task {
  readonly module: NonNullable<ModelOptions["module"]>;
  readonly data: () => { readonly x: Tensor; readonly y: Tensor };
}

/** Whole numbers below `count`, as one would draw them. */
const labels = (size: number, count: number): Tensor =>
  np.array(
    Array.from({ length: size }, (_, i) => (7 * i + 3) % count),
    { dtype: "int32" },
  );

const inputs = (...shape: number[]): Tensor => random.normal(random.key(1), shape);

const TASKS: Readonly<Record<string, Task>> = {
  linear: {
    module: Linear(3),
    data: () => ({ x: inputs(16, 5), y: labels(16, 3) }),
  },
  MLP: {
    module: nets.MLP([16, 16, 3]),
    data: () => ({ x: inputs(24, 7), y: labels(24, 3) }),
  },
  CNN: {
    module: Sequential(
      Conv2D(4, 3),
      nn.relu,
      MaxPool([2, 2]),
      Conv2D(6, 3, { stride: 2 }),
      nn.relu,
      Flatten(),
      Linear(3),
    ),
    data: () => ({ x: inputs(8, 9, 9, 2), y: labels(8, 3) }),
  },
  transformer: {
    module: layer(
      "Classifier",
      {
        table: Embedding(11, 8),
        encoder: TransformerEncoder(1, { numHeads: 2, dropout: 0.1 }),
        head: Linear(3),
      },
      ({ table, encoder, head }, ids: Tensor) => head(np.mean(encoder(table(ids)), { axis: 1 })),
    ),
    data: () => ({ x: labels(8 * 6, 11).reshape([8, 6]), y: labels(8, 3) }),
  },
};

/** The loss of each step. */
async function lossesOf({ module, data }: Task, steps: number): Promise<readonly number[]> {
  const model = new Model({
    module,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(3e-3),
    seed: 3,
  });
  const { x, y } = data();
  const { history } = await model.fit({ x, y, epochs: steps, batchSize: x.shape[0], verbose: 0 });
  return history["loss"] ?? [];
}

describe.each(Object.entries(TASKS))("training of a %s", (_, task) => {
  it(`has the losses of the CPU backend, over ${STEPS} steps`, async () => {
    setBackend(cpu());
    const expected = await lossesOf(task, STEPS);
    setBackend(await open());
    const received = await lossesOf(task, STEPS);
    expect(expected.at(-1)).toBeLessThan(expected[0]! - 0.05);
    expect(received).toHaveLength(STEPS);
    const differences = received.map((loss, step) => Math.abs(loss - expected[step]!));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
});

it("gives the same losses again, to the last bit", async () => {
  setBackend(await open());
  const first = await lossesOf(TASKS["transformer"]!, 5);
  expect(await lossesOf(TASKS["transformer"]!, 5)).toEqual(first);
});

it("leaves no tensor on the device, over 2000 steps", async () => {
  const binding = tensorflowBinding();
  const backend = await open();
  setBackend(backend);
  const alive: number[] = [];
  const model = new Model({
    module: nets.MLP([8, 2]),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(1e-3),
    seed: 0,
  });
  const [x, y] = [inputs(4, 3), labels(4, 2)];
  for (let round = 0; round < 5; round++) {
    await model.fit({ x, y, epochs: 1, batchSize: 4, stepsPerEpoch: 400, verbose: 0 });
    alive.push(binding.getNumOfTensors());
  }
  // What dropped tensors leave to the garbage collector may come and go; a leak of one tensor a step would be 400 more each time.
  expect(alive.at(-1)! - alive[1]!).toBeLessThan(100);
  backend.dispose();
});
