import { cpu } from "@elegy/backend-cpu";
import { losses, Model, optimizers, setBackend, type Tensor, tree } from "@elegy/core";
import { nets } from "@elegy/nn";
import { expect, it } from "vitest";
import type { TensorFlowBinding } from "./binding/tensorflow-binding.ts";
import { cuda } from "./cuda.ts";
import { tensorflowBinding } from "./testing/tensorflow-module.test-support.ts";

/** The binding, but that an operation fails as often as it has been run so many times. */
function failing(binding: TensorFlowBinding, name: string): TensorFlowBinding & { after: number } {
  const own = {
    TF_Version: binding.TF_Version,
    after: Infinity,
    createTensor: binding.createTensor.bind(binding),
    deleteTensor: binding.deleteTensor.bind(binding),
    tensorDataSync: binding.tensorDataSync.bind(binding),
    getNumOfTensors: binding.getNumOfTensors.bind(binding),
    isUsingGpuDevice: binding.isUsingGpuDevice.bind(binding),
    executeOp(...operation: Parameters<TensorFlowBinding["executeOp"]>) {
      if (operation[0] === name && own.after-- === 0) {
        throw new Error("OOM when allocating tensor with shape[8,16]");
      }
      return binding.executeOp(...operation);
    },
  };
  return own;
}

const x = Array.from({ length: 24 }, (_, i) => [0, 1, 2].map((j) => Math.cos(3 * i + j)));
const y = Array.from({ length: 24 }, (_, i) => i % 2);
const data = { x, y, batchSize: 8, epochs: 3, verbose: 0 } as const;

const classifier = (): Model =>
  new Model({
    module: nets.MLP([16, 2]),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.01),
    seed: 4,
  });

async function paramsOf(model: Model): Promise<number[]> {
  const params = tree.leaves(model.states["netParams"]) as Tensor[];
  return (await Promise.all(params.map((param) => param.data()))).flatMap((data) => [...data]);
}

it("no room in the middle of a step ends the fit; the model starts again, or goes on elsewhere", async () => {
  const binding = failing(tensorflowBinding(), "MatMul");
  setBackend(await cuda({ binding: { findBackend: () => ({ binding }) }, allowCpu: true }));
  const unbroken = classifier();
  await unbroken.fit(data);
  const expected = await paramsOf(unbroken);

  const model = classifier();
  await model.fit({ ...data, epochs: 1 });
  const elsewhere = cpu();
  const saved = await model.states.to(elsewhere);
  const alive: number[] = [];
  for (const after of [7, 8, 9]) {
    binding.after = after;
    await expect(model.fit({ ...data, initialEpoch: 1 })).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringContaining('trainStep: the kernel of primitive "dotGeneral"'),
        cause: expect.objectContaining({ code: "ELEGY_CUDA_OUT_OF_MEMORY" }),
      }),
    );
    await expect(paramsOf(model)).rejects.toThrow(/donated to a compiled function that failed/);
    model.reset();
    binding.after = Infinity;
    await model.fit(data);
    expect(await paramsOf(model)).toEqual(expected);
    alive.push(binding.getNumOfTensors());
  }
  expect(alive.at(-1)).toBeLessThan(alive[0]! + 20);

  setBackend(elsewhere);
  model.states = saved;
  await model.fit({ ...data, initialEpoch: 1 });
  expect(await paramsOf(model)).toEqual(expected.map((value) => expect.closeTo(value, 4)));
});
