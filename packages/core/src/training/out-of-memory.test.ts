import { cpu } from "@elegy/backend-cpu";
import { expect, it } from "vitest";
import { losses, Model, optimizers, setBackend } from "../index.ts";
import { dense } from "../model/dense-module.test-support.ts";

it("a fit that runs out of memory says so, and the model keeps its states", async () => {
  const backend = cpu({ heapLimit: 2 ** 20 });
  setBackend(backend);
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.01),
  });
  const samples = (count: number): { x: number[][]; y: number[] } => ({
    x: Array.from({ length: count }, (_, i) => [i % 3, i % 5]),
    y: Array.from({ length: count }, (_, i) => i % 3),
  });
  await model.fit({ ...samples(32), batchSize: 8, epochs: 2, verbose: 0 });
  const before = await model.evaluate(samples(32));
  const { buffers } = backend.memory();
  await expect(model.fit({ ...samples(40_000), batchSize: 40_000, verbose: 0 })).rejects.toThrow(
    /^trainStep: out of memory: needed [\d.]+ (bytes|MiB), in use [\d.]+ (bytes|MiB), limit 1\.0 MiB\./,
  );
  expect(await model.evaluate(samples(32))).toEqual(before);
  expect(backend.memory().buffers).toBe(buffers);
  await model.fit({ ...samples(32), batchSize: 8, verbose: 0 });
});
